namespace SocketIO.Tests;

/// <summary>Handlers for every event, in both directions, over a real connection.</summary>
public sealed class CatchAllTests
{
    [Test]
    public async Task OnAny_AnyEvent_RunsBeforeItsHandlersInOrder()
    {
        var seen = new List<string>();
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/a").OnConnection(socket => socket
            .On("e", _ => seen.Add("handler"))
            .OnAny(context => seen.Add($"any {context.Event} {context.Arguments.Count}"))
            .OnAny(async context =>
            {
                await Task.Yield();
                seen.Add("any, later");
                context.Ack();
            })
            .PrependAny(_ => seen.Add("first")));
        using var client = await RawClient.OpenAsync(server);
        await client.JoinAsync("/a");

        await client.SendAsync("42/a,[\"e\",1,2]");
        await client.SendAsync("42/a,0[\"unknown\"]");

        Assert.That(await client.ReadAsync(), Is.EqualTo("43/a,0[]"));
        Assert.That(seen, Is.EqualTo(["first", "any e 2", "any, later", "handler", "first", "any unknown 0", "any, later"]));
    }

    [Test]
    public async Task OffAny_OneOrAll_DoesNotRunAnyMore()
    {
        await using var server = await SocketServer.StartAsync(socket =>
        {
            Action<EventContext> first = _ => socket.Emit("first");
            Func<EventContext, ValueTask> second = _ =>
            {
                socket.Emit("second");
                return ValueTask.CompletedTask;
            };
            socket.OnAny(second).PrependAny(second).OnAny(first).PrependAny(first)
                .On("off first", () => { socket.OffAny(first); })
                .On("off second", () => { socket.OffAny(second); })
                .On("off", () => { socket.OffAny(); });
        });
        using var client = await RawClient.ConnectAsync(server);

        foreach (var name in (string[])["off first", "off second", "off", "none"])
        {
            await client.SendAsync($"42[\"{name}\"]");
        }

        string[] expected = ["first", "second", "second", "first", "second", "second", "first", "second", "first"];
        Assert.That(await client.SyncAsync(), Is.EqualTo(expected.Select(name => $"42[\"{name}\"]")));
    }

    [Test]
    public async Task OnAnyOutgoing_EveryWayOfSending_SeesEventsButNoAcks()
    {
        var seen = new List<string>();
        await using var server = await SocketServer.StartAsync(socket => socket
            .On("ask", context => context.Ack(1))
            .OnAnyOutgoing(sent => seen.Add($"{sent.Event}: {Wire.Json(sent.Arguments)}"))
            .PrependAnyOutgoing(sent => seen.Add("before")));
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.SendAsync("420[\"ask\"]");
            await client.SyncAsync();
            socket.Emit("emit", 1, "two");
            socket.Send("sent");
            server.Io.Emit("broadcast", new[] { 3 });
            server.Io.To("elsewhere").Emit("not for it");
            _ = socket.EmitWithAckAsync("with ack", new byte[] { 1 });
            socket.Disconnect();
            socket.Emit("too late");

            Assert.That(seen.Where(line => line != "before"), Is.EqualTo(
                ["emit: 1 | \"two\"", "message: \"sent\"", "broadcast: [3]", """with ack: {"_placeholder":true,"num":0}"""]));
            Assert.That(seen.Where((_, index) => index % 2 == 0), Is.All.EqualTo("before"));
        }
    }

    [Test]
    public async Task OffAnyOutgoing_OneOrAll_DoesNotRunAnyMore()
    {
        var seen = new List<string>();
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            Action<OutgoingEvent> first = sent => seen.Add($"first {sent.Event}");
            socket.OnAnyOutgoing(first).OnAnyOutgoing(sent => seen.Add($"second {sent.Event}"));

            socket.Emit("1");
            socket.OffAnyOutgoing(first);
            socket.Emit("2");
            socket.OffAnyOutgoing();
            socket.Emit("3");

            Assert.That(seen, Is.EqualTo(["first 1", "second 1", "second 2"]));
        }
    }

    [Test]
    public async Task OnAnyOutgoing_HandlerThrows_IsLoggedAndTheEventIsSent()
    {
        await using var server = await SocketServer.StartAsync();
        server.ExpectsErrors = true;
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.OnAnyOutgoing((Action<OutgoingEvent>)(_ => throw new InvalidOperationException("broken")));

            socket.Emit("e");

            Assert.That(await client.SyncAsync(), Is.EqualTo(["42[\"e\"]"]));
            Assert.That(server.Logs.Errors.Single(), Does.Contain("a handler of \"e\" failed").And.Contain("broken"));
        }
    }

    [Test]
    public async Task Send_AnyArguments_IsTheEventMessage()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            socket.Send("a", 1);
            socket.Send();

            Assert.That(await client.SyncAsync(), Is.EqualTo(["42[\"message\",\"a\",1]", "42[\"message\"]"]));
        }
    }
}
