using System.Collections.Concurrent;

namespace SingleProcess.Tests;

/// <summary>Handlers of outgoing events see what comes out of the log, too.</summary>
public sealed class OutgoingTests
{
    [Test]
    public async Task OnAnyOutgoing_WithRecovery_SeesSequencedMissedAndVolatileEventsAndNoAcknowledgements()
    {
        var seen = new ConcurrentQueue<string>();
        await using var server = await RecoveryServer.StartAsync(recovery: recovery => recovery.SkipMiddlewares = false);
        server.Io.Use(socket =>
        {
            socket.OnAnyOutgoing(sent => seen.Enqueue($"{sent.Event} {sent.Arguments.Get<int>(0)}{(socket.Recovered ? " recovered" : "")}"));
            return (ConnectError?)null;
        });
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);

        await socket.EmitAsync("own", 1);
        await server.Io.EmitAsync("all", 2);
        socket.Volatile.Emit("volatile", 3);
        Assert.That(await client.ReadAsync(3), Is.EquivalentTo(["""42["own",1]""", """42["all",2]""", """42["volatile",3]"""]));
        Assert.That(await client.SyncAsync(), Is.Empty, "an acknowledgement came");
        client.Raw.Abort();
        await Eventually.TrueAsync(() => !socket.Connected, "the end of the connection");
        await server.Io.EmitAsync("missed", 4);
        await client.ReturnAsync();
        Assert.That(client.Recovered, Is.True);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["missed",4]"""));

        Assert.That(seen, Is.EquivalentTo(["own 1", "all 2", "volatile 3", "missed 4 recovered"]));
    }
}
