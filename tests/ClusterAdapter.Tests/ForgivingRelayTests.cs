namespace ClusterAdapter.Tests;

/// <summary>What clients send in unusual forms, on its way to clients and programs of another worker.</summary>
public sealed class ForgivingRelayTests
{
    private RelayingPrimary _primary = null!;
    private SocketServer _near = null!;
    private SocketServer _far = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _primary = new RelayingPrimary(await FakePrimary.StartedAsync());
        _near = await Workers.StartAsync(_primary.Primary, index: 0);
        await _primary.TakeInAsync();
        _far = await Workers.StartAsync(_primary.Primary, index: 1);
        await _primary.TakeInAsync();
        await _near.Io.FetchSocketsAsync().Within();
    }

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
        var deep = new string('[', 1_000) + new string(']', 1_000);
        _near.Io.OnConnection(socket => socket.On("say", context => socket.Broadcast.Emit("said", context.Arguments.ToRaw())));
        using var speaker = await RawClient.ConnectAsync(_near);
        using var listener = await RawClient.ConnectAsync(_far);

        await speaker.SendAsync($$"""451-["say",{"num":0.0,"_placeholder":true},"ab\ud83d",1e400,{{deep}}]""");
        await speaker.SendAsync(1, 2);

        Assert.That(await listener.ReadAsync(2), Is.EqualTo([$$"""451-["said",{"_placeholder":true,"num":0},"ab\ufffd",1e400,{{deep}}]""", "hex:0102"]));
    }

    [Test]
    public async Task FetchSockets_AuthAndDataNestedDeeply_AreReadOnTheOtherWorker()
    {
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
        using var listener = await RawClient.ConnectAsync(_far);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThatAsync(() => _near.Io.EmitAsync("no", 1, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        await _near.Io.EmitAsync("yes", new[] { 1, 2 }, CancellationToken.None).Within();

        Assert.That(await listener.ReadAsync(), Is.EqualTo("42[\"yes\",[1,2]]"));
    }
}
