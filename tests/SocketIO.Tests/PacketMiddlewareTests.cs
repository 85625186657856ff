using SocketIO;

namespace SocketIO.Tests;

/// <summary>Middlewares of a socket and its error handlers, over a real connection.</summary>
public sealed class PacketMiddlewareTests
{
    [Test]
    public async Task Use_SeveralMiddlewares_RunInOrderBetweenAnyAndTheHandler()
    {
        var seen = new List<string>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/a").OnConnection(socket => socket
            .On("e", context => context.Ack(seen))
            .Use(async context =>
            {
                await Task.Yield();
                seen.Add($"first {context.Event} {Wire.Json(context.Arguments)}");
                return null;
            })
            .Use(_ =>
            {
                seen.Add("second");
                return null;
            })
            .OnAny(_ => seen.Add("any")));
        using var client = await RawClient.OpenAsync(server);
        await client.JoinAsync("/a");

        await client.SendAsync("42/a,0[\"e\",1]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("43/a,0[[\"any\",\"first e 1\",\"second\"]]"));
    }

    [Test]
    public async Task Use_OneRefuses_ErrorHandlersRunInsteadOfTheEvents()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .Use(context => context.Event == "bad" ? new EventError("not allowed") { Data = 7 } : null)
            .Use(context =>
            {
                socket.Emit("passed", context.Event);
                return null;
            })
            .On("bad", () => socket.Emit("handled"))
            .On("good", context => context.Ack())
            .OnError(error => socket.Emit("error", error.Event, error.Message, error.Data))
            .OnError(async _ =>
            {
                await Task.Yield();
                socket.Emit("error, later");
            }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("420[\"bad\"]");
        await client.SendAsync("421[\"good\"]");

        Assert.That(await client.ReadAsync(5), Is.EqualTo(
            ["""430[{"error":"not allowed"}]""", """42["error","bad","not allowed",7]""", """42["error, later"]""", """42["passed","good"]""", "431[]"]));
    }

    [Test]
    public async Task Use_RefusesWithoutErrorHandler_ClientIsTold()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .Use(context => context.Event == "bad" ? new EventError("no") : null)
            .On("bad", () => socket.Emit("handled")));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("420[\"bad\"]");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430[{"error":"no"}]"""]));
    }

    [Test]
    public async Task Use_ArgumentRefused_ClientIsTold()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .Use(context => context.Event == "bad" ? throw new EventArgumentException("no") : null)
            .On("bad", () => socket.Emit("handled")));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("420[\"bad\"]");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430[{"error":"no"}]"""]));
    }

    [Test]
    public async Task Use_OneThrows_EventIsRefusedAndTheExceptionLogged()
    {
        await using var server = await SocketServer.StartAsync(socket => socket
            .Use(context => context.Event == "bad" ? throw new InvalidOperationException("broken") : null)
            .On("bad", () => socket.Emit("handled")));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("420[\"bad\"]");

        Assert.That(await client.SyncAsync(), Is.EqualTo(["""430[{"error":"internal server error"}]"""]));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"bad\" failed").And.Contain("broken"));
    }

    [Test]
    public async Task OnError_MessageThatIsNoPacket_RunsBeforeTheEnd()
    {
        var seen = new List<string>();
        var gone = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(socket => socket
            .OnError(error => seen.Add($"{error.Event} {error.Message}"))
            .OnDisconnected(reason =>
            {
                seen.Add(reason.ToString());
                gone.SetResult();
                return ValueTask.CompletedTask;
            }));
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("42{}");

        Assert.That(await client.ReadToEndAsync(), Is.Empty);
        await gone.Task.Within();
        Assert.That(seen, Is.EqualTo([" invalid payload", "ForcedClose"]));
    }
}
