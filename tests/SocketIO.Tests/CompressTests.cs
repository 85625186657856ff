using System.Text.RegularExpressions;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>Which events may be compressed, over a real connection that compresses what it may.</summary>
public sealed class CompressTests
{
    private static readonly string Large = new('x', 5_000);

    private static IEnumerable<TestCaseData> Ways()
    {
        yield return Way("socket", true, (_, socket) => socket.Emit("e", Large));
        yield return Way("socket, off", false, (_, socket) => socket.Compress(false).Emit("e", Large));
        yield return Way("socket, off and on", true, (_, socket) => socket.Compress(false).Compress(true).Emit("e", Large));
        yield return Way("socket, off with a time-out", false, (_, socket) => Forget(socket.Compress(false).Timeout(TimeSpan.FromDays(1)).EmitWithAckAsync("e", Large)));
        yield return Way("socket, bytes", true, (_, socket) => socket.Emit("e", new byte[5_000]));
        yield return Way("socket, bytes, off", false, (_, socket) => socket.Compress(false).Emit("e", new byte[5_000]));
        yield return Way("server", true, (io, _) => io.Emit("e", Large));
        yield return Way("server, off", false, (io, _) => io.Compress(false).Emit("e", Large));
        yield return Way("namespace, off", false, (io, _) => io.Main.Compress(false).Emit("e", Large));
        yield return Way("room, off", false, (io, socket) => io.To(socket.Id).Compress(false).Local.Emit("e", Large));
        yield return Way("off, room", false, (io, socket) => io.Compress(false).To(socket.Id).Except("nobody").Emit("e", Large));
        yield return Way("answers, off", false, (io, _) => Forget(io.Compress(false).Timeout(TimeSpan.FromDays(1)).EmitWithAckAsync("e", Large)));
        yield return Way("answers", true, (io, _) => Forget(io.Main.Timeout(TimeSpan.FromDays(1)).EmitWithAckAsync("e", Large)));
    }

    [TestCaseSource(nameof(Ways))]
    public async Task Emit_LargeEvent_IsCompressedUnlessItMustNot(bool compressed, Action<SocketIOServer, Socket> emit)
    {
        await using var server = await SocketServer.StartAsync();
        var client = await CompressingPollingClient.ConnectAsync(server);

        emit(server.Io, await server.SocketAsync(client.Sid));

        Assert.That((await client.PollAsync()).Compressed, Is.EqualTo(compressed));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Broadcast_FromAnOperatorOfASocket_IsSentAlike(bool compress)
    {
        await using var server = await SocketServer.StartAsync();
        var (other, socket) = await server.ConnectAsync();
        using (other)
        {
            foreach (var emit in (Action[])[
                () => socket.Compress(compress).Broadcast.Emit("e", Large),
                () => socket.Compress(compress).Except("nobody").Emit("e", Large),
                () => socket.Compress(compress).To("room").Emit("e", Large),
                () => socket.Compress(compress).In("room").Emit("e", Large)])
            {
                var client = await CompressingPollingClient.ConnectAsync(server);
                (await server.SocketAsync(client.Sid)).Join("room");
                emit();

                Assert.That((await client.PollAsync()).Compressed, Is.EqualTo(compress));
            }
            Assert.That(await other.SyncAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task Compress_OfAParentNamespace_CountsForItsChildren()
    {
        await using var server = await SocketServer.StartAsync();
        var parent = server.Io.Of(new Regex("^/child$"));
        var client = await CompressingPollingClient.ConnectAsync(server);
        await client.PostAsync("40/child,");
        await client.PollAsync();

        parent.Compress(false).Emit("e", Large);
        Assert.That((await client.PollAsync()).Compressed, Is.False);
        parent.Local.Compress(false).Compress(true).Emit("e", Large);
        Assert.That((await client.PollAsync()).Compressed, Is.True);
    }

    [Test]
    public void Encode_Uncompressed_HoldsForEveryMessageAndAfterFill([Values] PacketSlot slot, [Values] bool messagePack, [Values] bool compress)
    {
        var options = new SocketIOOptions();
        var parser = messagePack ? PacketParsers.MessagePack(options) : PacketParsers.Json(options);

        var packet = parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [new byte[] { 1 }], Slot: slot, Compress: compress));
        var messages = packet.Messages.ToArray();
        var relayed = parser.Rebuild(messages[0].Payload, [.. messages[1..].Select(message => message.Payload)], slot, compress);

        foreach (var one in (EncodedPacket[])[packet, relayed, parser.Fill(packet, 1, description: "{}"u8), parser.Fill(relayed, 1, description: "{}"u8)])
        {
            Assert.That(one.Messages.ToArray().Select(message => message.IsCompressible), Has.All.EqualTo(compress));
            Assert.That(one.IsCompressible, Is.EqualTo(compress));
        }
    }

    // Nobody answers, and the server is stopped before the time is up.
    private static void Forget(Task answer) => _ = answer.ContinueWith(task => task.Exception, TaskScheduler.Default);

    private static TestCaseData Way(string name, bool compressed, Action<SocketIOServer, Socket> emit) =>
        new TestCaseData(compressed, emit).SetArgDisplayNames(name);
}
