namespace SingleProcess.Tests;

/// <summary>What a middleware sends, with recovery: it takes its numbers at the connection, behind the answer to CONNECT.</summary>
public sealed class EarlyEmitTests
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Emit_InAMiddleware_ArrivesBehindConnectAtEveryReturnOfTheClient(bool skips)
    {
        await using var server = await RecoveryServer.StartAsync(socket => socket.Emit("connected", socket.Recovered), recovery => recovery.SkipMiddlewares = skips);
        server.Io.Use(async socket =>
        {
            socket.Join("room");
            socket.Emit("first", 1);
            await socket.EmitAsync("second", 2);
            return null;
        });
        using var client = await ReturningClient.ConnectAsync(server);

        Assert.That(await client.ReadAsync(3), Is.EqualTo(["""42["first",1]""", """42["second",2]""", """42["connected",false]"""]));
        client.Raw.Abort();
        server.Io.To("room").Emit("missed");
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.True);
        string[] early = skips ? [] : ["""42["first",1]""", """42["second",2]"""];
        var came = await client.ReadAsync(early.Length + 2);
        Assert.That(came[0], Is.EqualTo("42[\"missed\"]"));
        Assert.That(came[1..], Is.EqualTo([.. early, """42["connected",true]"""]));
    }

    [Test]
    public async Task EmitWithAck_InAMiddleware_IsAskedBehindConnect()
    {
        var answer = new TaskCompletionSource<int>();
        await using var server = await RecoveryServer.StartAsync();
        server.Io.Use(socket =>
        {
            _ = AskAsync(socket);
            return (ConnectError?)null;
        });
        using var client = await RawClient.ConnectAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("420[\"question\"]"));
        await client.SendAsync("430[7]");

        Assert.That(await answer.Task.Within(), Is.EqualTo(7));

        async Task AskAsync(Socket socket) => answer.SetResult((await socket.EmitWithAckAsync("question")).Get<int>(0));
    }

    [Test]
    public async Task Disconnect_InAMiddleware_EndsTheSessionBehindWhatWasEmitted()
    {
        await using var server = await RecoveryServer.StartAsync();
        server.Io.Use(socket =>
        {
            socket.Emit("bye");
            socket.Disconnect();
            return (ConnectError?)null;
        });
        using var client = await RawClient.OpenAsync(server);

        await client.SendAsync("40");

        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        Assert.That(await client.ReadAsync(), Does.StartWith("42[\"bye\","));
        Assert.That(await client.ReadAsync(), Is.EqualTo("41"));
    }
}
