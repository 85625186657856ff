using System.Text;
using SocketIO.Parsers;

namespace ClusterAdapter.Tests;

/// <summary>What clients send in unusual forms, on its way to clients and programs of another worker; in both formats.</summary>
public sealed class ForgivingPublishTests
{
    private RelayingPrimary _primary = null!;
    private SocketServer _near = null!;
    private SocketServer _far = null!;

    [TearDown]
    public async Task StopAsync()
    {
        await _near.DisposeAsync();
        await _far.DisposeAsync();
        await _primary.StopAsync();
    }

    [Test]
    public async Task Emit_ReceivedArguments_ReachTheOtherWorkersClientsMended()
    {
        await StartAsync();
        var deep = new string('[', 1_000) + new string(']', 1_000);
        _near.Io.OnConnection(socket => socket.On("say", context => socket.Broadcast.Emit("said", context.Arguments.ToRaw())));
        using var speaker = await RawClient.ConnectAsync(_near);
        using var listener = await RawClient.ConnectAsync(_far);

        await speaker.SendAsync($$"""451-["say",{"num":0.0,"_placeholder":true},"ab\ud83d",1e400,{{deep}}]""");
        await speaker.SendAsync(1, 2);

        Assert.That(await listener.ReadAsync(2), Is.EqualTo([$$"""451-["said",{"_placeholder":true,"num":0},"ab\ufffd",1e400,{{deep}}]""", "hex:0102"]));
    }

    [Test]
    public async Task Emit_ReceivedMessagePack_ReachesTheOtherWorkersClientsMended()
    {
        await StartAsync(messagePack: true);
        var deep = new StringBuilder().Insert(0, "91", 999).Append("90").ToString();
        _near.Io.OnConnection(socket => socket.On("say", context => socket.Broadcast.Emit("said", context.Arguments.ToRaw())));
        using var speaker = await RawClient.OpenAsync(_near);
        using var listener = await RawClient.OpenAsync(_far);
        foreach (var client in new[] { speaker, listener })
        {
            await client.SendAsync(Convert.FromHexString("82A47479706500A36E7370A12F"));
            Assert.That(await client.ReadAsync(), Does.StartWith("hex:"));
        }

        // Bytes, half an emoji, a date of MessagePack, an extension, infinity and deep nesting; the data before the type.
        await speaker.SendAsync(Convert.FromHexString($"83A46461746197A3736179C4020102A3EDA0BDD7FFA1A5D600695735A5D40501CB7FF0000000000000{deep}A36E7370A12FA47479706502"));

        Assert.That(await listener.ReadAsync(), Does.Contain(
            $"97A473616964C4020102A9EFBFBDEFBFBDEFBFBDB8323032362D30312D30325430333A30343A30352E3637385A9205C40101CB7FF0000000000000{deep}"));
    }

    [Test]
    public async Task FetchSockets_AuthAndDataNestedDeeply_AreReadOnTheOtherWorker()
    {
        await StartAsync();
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 900)) + "\"\\udfff\"" + new string('}', 900);
        _far.Io.OnConnection(socket => socket.Data["auth"] = socket.Handshake.Auth);
        using var client = await RawClient.ConnectAsync(_far, deep);
        await _far.SocketAsync(client.Sid);

        var found = (await _near.Io.FetchSocketsAsync().Within()).Sockets.Single(socket => socket.Id == client.Sid);

        var auth = found.Handshake.Auth;
        for (var i = 0; i < 900; i++)
        {
            auth = auth.GetProperty("a");
        }
        Assert.That(auth.GetString(), Is.EqualTo("\ufffd"));
        Assert.That(found.Data.TryGet<System.Text.Json.JsonElement>("auth", out _), Is.True);
    }

    [Test]
    public async Task Emit_CancelledBefore_ReachesNobody()
    {
        await StartAsync();
        using var listener = await RawClient.ConnectAsync(_far);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThatAsync(() => _near.Io.EmitAsync("no", 1, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        await _near.Io.EmitAsync("yes", new[] { 1, 2 }, CancellationToken.None).Within();

        Assert.That(await listener.ReadAsync(), Is.EqualTo("42[\"yes\",[1,2]]"));
    }

    private async Task StartAsync(bool messagePack = false)
    {
        _primary = new RelayingPrimary(await FakePrimary.StartedAsync());
        _near = await Workers.StartAsync(_primary.Primary, index: 0, configure: Configure);
        await _primary.TakeInAsync();
        _far = await Workers.StartAsync(_primary.Primary, index: 1, configure: Configure);
        await _primary.TakeInAsync();
        await _near.Io.FetchSocketsAsync().Within();

        void Configure(SocketIOOptions options) => options.Parser = messagePack ? PacketParsers.MessagePack : PacketParsers.Json;
    }
}
