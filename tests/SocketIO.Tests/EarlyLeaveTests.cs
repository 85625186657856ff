using Microsoft.Extensions.DependencyInjection;

namespace SocketIO.Tests;

/// <summary>A socket whose client goes away while a middleware has it: it is told at once, and nothing is kept for it.</summary>
public sealed class EarlyLeaveTests
{
    [TestCase("41/slow,")]
    [TestCase(null)]
    public async Task Leave_InAMiddlewareThatWaitsForTheToken_EndsIt(string? goodbye)
    {
        var ended = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/slow").Use(async socket =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, socket.ConnectionAborted);
            }
            finally
            {
                ended.SetResult();
            }
            return null;
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("40/slow,");
        await begun.Task.Within();

        await LeaveAsync(client, goodbye);

        await ended.Task.Within();
        if (goodbye is not null)
        {
            Assert.That(await client.SyncAsync(), Is.Empty);
        }
    }

    [TestCase("41/slow,")]
    [TestCase(null)]
    public async Task Leave_InAMiddlewareThatAwaitsAnAnswer_FailsTheQuestionAndKeepsNothing(string? goodbye)
    {
        var answer = new TaskCompletionSource<Task>();
        Socket? left = null;
        await using var server = await SocketServer.StartAsync(configure: options => options.CleanupEmptyChildNamespaces = true);
        server.Io.Of((name, _) => name == "/slow").Use(async socket =>
        {
            left = socket;
            var asked = socket.EmitWithAckAsync("who are you");
            answer.SetResult(asked);
            await asked;
            return null;
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("40/slow,");
        var question = await answer.Task.Within();

        await LeaveAsync(client, goodbye);

        await Assert.ThatAsync(() => question.Within(), Throws.TypeOf<SocketDisconnectedException>());
        await Eventually.TrueAsync(() => server.Io.Namespaces.Find("/slow") is null, "the namespace has gone");
        Assert.That(left!.ConnectionAborted.IsCancellationRequested);
    }

    [Test]
    public async Task Leave_BeforeTheSocketIsMade_RunsNoMiddleware()
    {
        var gate = new TaskCompletionSource<bool>();
        var asked = new TaskCompletionSource();
        var ran = new List<string>();
        await using var server = await SocketServer.StartAsync(configure: options => options.CleanupEmptyChildNamespaces = true);
        server.Io.Of(async (_, _) =>
        {
            asked.TrySetResult();
            return await gate.Task;
        }).Use(socket =>
        {
            ran.Add(socket.Namespace.Name);
            return null;
        });
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("40/slow,");
        await asked.Task.Within();

        await client.SendAsync("41/slow,");
        await client.SyncAsync();
        gate.SetResult(true);

        await client.JoinAsync("/other");
        await Eventually.TrueAsync(() => server.Io.Namespaces.Find("/slow") is null, "the namespace has gone");
        Assert.That(ran, Is.EqualTo(["/other"]));
        Assert.That(server.Io.Namespaces.Find("/other")!.Sockets, Has.Count.EqualTo(1));
    }

    // The client is asked once it is in, and it is not in before the middleware has ended.
    [Test]
    public async Task EmitWithAck_AwaitedInAMiddleware_EndsInTime()
    {
        var time = new SteppingTime();
        var asked = new TaskCompletionSource();
        await using var server = await SocketServer.StartAsync(
            configure: options => options.ConnectTimeout = TimeSpan.FromSeconds(2), services: services => services.AddSingleton<TimeProvider>(time));
        server.ExpectsErrors = true;
        server.Io.Use(async socket =>
        {
            var answer = socket.EmitWithAckAsync("who are you");
            asked.SetResult();
            await answer;
            return null;
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40");
        await asked.Task.Within();

        time.Advance(server.Io.Options.ConnectTimeout + TimeSpan.FromSeconds(1));

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44{"message":"Internal server error"}"""));
        Assert.That(server.Logs.Errors.Single(), Does.Contain("its middleware cannot wait for that"));
    }

    [Test]
    public async Task EmitWithAck_AskedInAMiddlewareAndAnsweredLate_IsAnswered()
    {
        var time = new SteppingTime();
        Task<SocketIO.EventArguments>? answer = null;
        await using var server = await SocketServer.StartAsync(
            configure: options => options.ConnectTimeout = TimeSpan.FromSeconds(2), services: services => services.AddSingleton<TimeProvider>(time));
        server.Io.Use(socket =>
        {
            answer = socket.EmitWithAckAsync("who are you");
            return (ConnectError?)null;
        });
        using var client = await RawClient.ConnectAsync(server);
        Assert.That(await client.ReadAsync(), Is.EqualTo("420[\"who are you\"]"));

        time.Advance(server.Io.Options.ConnectTimeout + TimeSpan.FromSeconds(1));
        await client.SendAsync("430[7]");

        Assert.That((await answer!.Within()).Get<int>(0), Is.EqualTo(7));
    }

    [Test]
    public async Task EmitWithAck_WhoseTimeIsOverBeforeTheClientIsIn_IsNotAsked()
    {
        var time = new SteppingTime();
        await using var server = await SocketServer.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        server.Io.Use(async socket =>
        {
            var answer = socket.Timeout(TimeSpan.FromSeconds(1)).EmitWithAckAsync("who are you");
            time.Advance(TimeSpan.FromSeconds(2));
            await Assert.ThatAsync(() => answer, Throws.TypeOf<AckTimeoutException>());
            return null;
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    private static async Task LeaveAsync(RawClient client, string? goodbye)
    {
        if (goodbye is null)
        {
            client.Abort();
        }
        else
        {
            await client.SendAsync(goodbye);
        }
    }
}
