namespace SocketIO.Tests;

/// <summary>What a middleware does with a socket that is not in yet takes effect at its connection.</summary>
public sealed class EarlyEmitTests
{
    [Test]
    public async Task Emit_InAMiddleware_ArrivesBehindConnectInOrder()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.Emit("connected"));
        server.Io.Use(async socket =>
        {
            socket.Emit("first", 1);
            await socket.EmitAsync("second", new byte[] { 2 });
            socket.Volatile.Emit("droppable");
            socket.Send("third");
            socket.Join("room");
            return null;
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        Assert.That(await client.ReadAsync(5), Is.EqualTo(
            ["""42["first",1]""", """451-["second",{"_placeholder":true,"num":0}]""", "hex:02", """42["message","third"]""", """42["connected"]"""]));
    }

    [Test]
    public async Task Emit_InAMiddlewareThatReturnsNull_ArrivesBehindConnect()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket =>
        {
            socket.Emit("hello");
            return null;
        });
        using var client = await RawClient.ConnectAsync(server);

        Assert.That(await client.SyncAsync(), Is.EqualTo(["42[\"hello\"]"]));
    }

    [Test]
    public async Task EmitWithAck_InAMiddleware_IsAskedBehindConnect()
    {
        Task<EventArguments>? answer = null;
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket =>
        {
            answer = socket.EmitWithAckAsync("question");
            return null;
        });
        using var client = await RawClient.ConnectAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("420[\"question\"]"));
        await client.SendAsync("430[42]");

        Assert.That((await answer!.Within()).Get<int>(0), Is.EqualTo(42));
    }

    [Test]
    public async Task Emit_InAMiddlewareOfARefusedClient_IsNeverSent()
    {
        Task<EventArguments>? answer = null;
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/no").Use(socket =>
        {
            socket.Emit("hello");
            answer = socket.EmitWithAckAsync("question");
            return new ConnectError("no");
        });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("40/no,");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""44/no,{"message":"no"}"""));
        Assert.That(await client.SyncAsync(), Is.Empty);
        await Assert.ThatAsync(() => answer!.Within(), Throws.TypeOf<SocketDisconnectedException>());
    }

    [TestCase(false, "41")]
    [TestCase(true, "closed")]
    public async Task Disconnect_InAMiddleware_HappensBehindWhatWasEmitted(bool close, string last)
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Use(socket =>
        {
            socket.Emit("bye");
            socket.Disconnect(close);
            return null;
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("42[\"bye\"]"));
        Assert.That((await client.ReadAsync(close ? 2 : 1))[^1], Is.EqualTo(last));
    }

    [Test]
    public async Task ConnectionAborted_InAMiddlewareThatRefuses_IsCancelled()
    {
        var token = CancellationToken.None;
        await using var server = await SocketServer.StartAsync();
        server.Io.Of("/no").Use(socket =>
        {
            token = socket.ConnectionAborted;
            return new ConnectError("no");
        });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("40/no,");
        await client.ReadAsync();

        await Eventually.TrueAsync(() => token.IsCancellationRequested, "the token of a socket that did not get in");
    }
}
