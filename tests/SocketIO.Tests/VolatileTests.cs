namespace SocketIO.Tests;

/// <summary>What becomes of volatile events, over a real connection.</summary>
public sealed class VolatileTests
{
    private const string Last = "42[\"last\"]";

    // E and e: an event to this socket, and to all; V and v: the same, volatile.
    [TestCase("V", "V")]
    [TestCase("v", "v")]
    [TestCase("EV", "E")]
    [TestCase("ev", "e")]
    [TestCase("VV", "V")]
    [TestCase("vv", "v")]
    [TestCase("EVE", "EE")]
    [TestCase("VE", "VE")]
    public async Task Emit_WhileAPollIsOpen_OnlyTheFirstMayBeVolatile(string sent, string arrived)
    {
        await using var server = await SocketServer.StartAsync();
        var (client, sid) = await PollingClient.ConnectAsync(server);
        var socket = await server.SocketAsync(sid);
        var poll = client.PollAsync();
        await Eventually.TrueAsync(() => socket.Connection.IsWritable, "the poll's arrival");

        foreach (var kind in sent)
        {
            Send(server, socket, kind);
        }
        socket.Emit("last");

        Assert.That(await client.PollUntilAsync(poll, Last), Is.EqualTo(arrived.Select(kind => $"42[\"{kind}\"]").Append(Last)));
        await client.CloseAsync();
    }

    [TestCase('V')]
    [TestCase('v')]
    public async Task Emit_BetweenTwoPolls_IsDropped(char kind)
    {
        await using var server = await SocketServer.StartAsync();
        var (client, sid) = await PollingClient.ConnectAsync(server);
        var socket = await server.SocketAsync(sid);

        Send(server, socket, kind);
        socket.Emit("last");

        Assert.That(await client.PollAsync(), Is.EqualTo(Last));
        await client.CloseAsync();
    }

    [Test]
    public async Task Emit_ToAnIdleWebSocket_ArrivesWithItsBytes()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            await client.SyncAsync();
            await socket.WaitForDrainAsync(CancellationToken.None).Within();
            socket.Volatile.Emit("V", new byte[] { 1, 2, 3 });
            Assert.That(await client.ReadAsync(2), Is.EqualTo(["""451-["V",{"_placeholder":true,"num":0}]""", "hex:010203"]));

            await socket.WaitForDrainAsync(CancellationToken.None).Within();
            server.Io.Volatile.Emit("v", new byte[] { 4 });
            Assert.That(await client.ReadAsync(2), Is.EqualTo(["""451-["v",{"_placeholder":true,"num":0}]""", "hex:04"]));
        }
    }

    [Test]
    public async Task Emit_ToAWebSocketThatDoesNotRead_IsDroppedAndOthersAreNot()
    {
        await using var server = await SocketServer.StartAsync();
        var (client, socket) = await server.ConnectAsync();
        using (client)
        {
            var filling = 0;
            // More than the operating system takes over, so that something stays queued; less than a client may have waiting.
            while (socket.Connection.QueuedBytes < 14_000_000)
            {
                socket.Emit("fill", new string('x', 100_000));
                filling++;
            }

            socket.Volatile.Emit("V", 1);
            socket.Volatile.Emit("V", new byte[] { 1 });
            server.Io.Volatile.Emit("v", new byte[] { 1 });
            socket.Emit("kept");

            var arrived = await client.SyncAsync();
            Assert.That(arrived.Take(filling), Is.All.StartsWith("42[\"fill\""));
            Assert.That(arrived.Skip(filling), Is.EqualTo(["42[\"kept\"]"]));
        }
    }

    private static void Send(SocketServer server, Socket socket, char kind)
    {
        var name = kind.ToString();
        switch (kind)
        {
            case 'E':
                socket.Emit(name);
                break;
            case 'V':
                socket.Volatile.Emit(name);
                break;
            case 'e':
                server.Io.Emit(name);
                break;
            default:
                server.Io.Volatile.Emit(name);
                break;
        }
    }
}
