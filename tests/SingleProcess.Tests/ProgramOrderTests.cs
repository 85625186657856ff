namespace SingleProcess.Tests;

/// <summary>What one program does, its clients see in the same order, sequenced or not.</summary>
public sealed class ProgramOrderTests
{
    private SocketServer _server = null!;
    private ReturningClient _client = null!;
    private Socket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync(socket =>
        {
            socket.On("work", context =>
            {
                for (var i = 0; i < 20; i++)
                {
                    context.Socket.Emit("step", i);
                }
                context.Ack("done");
            });
            socket.On("work on", context =>
            {
                for (var i = 0; i < 20; i++)
                {
                    _ = context.Socket.EmitAsync("step", i);
                }
                context.Ack("done");
            });
        });
        _client = await ReturningClient.ConnectAsync(_server);
        _socket = await _server.SocketAsync(_client.Sid);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Emit_ThenDisconnect_DeliversTheEmit()
    {
        _socket.Emit("last", 1);
        _socket.Disconnect();

        Assert.That(await _client.ReadAsync(2), Is.EqualTo(["""42["last",1]""", "41"]));
    }

    [Test]
    public async Task Emit_ThenClose_DeliversTheEmitAndTheGoodbye()
    {
        _socket.Emit("last", 1);
        _socket.Disconnect(close: true);

        Assert.That(await _client.ReadAsync(3), Is.EqualTo(["""42["last",1]""", "41", "closed"]));
    }

    [Test]
    public async Task Emit_ThenDisconnectSockets_DeliversTheEmit()
    {
        _server.Io.Emit("last", 1);
        _server.Io.DisconnectSockets(close: true);

        Assert.That(await _client.ReadAsync(3), Is.EqualTo(["""42["last",1]""", "41", "closed"]));
    }

    [TestCase("work")]
    [TestCase("work on")]
    public async Task Handler_EmitsThenAcknowledges_TheAcknowledgementComesLast(string @event)
    {
        await _client.Raw.SendAsync($"425[\"{@event}\"]");

        Assert.That(
            await _client.ReadAsync(21),
            Is.EqualTo([.. Enumerable.Range(0, 20).Select(i => $"""42["step",{i}]"""), """435["done"]"""]));
    }

    [Test]
    public async Task Emit_ThenEmitWithAck_ComeInThisOrder()
    {
        _socket.Emit("first", 1);
        var answer = _socket.EmitWithAckAsync("second", 2);
        _socket.Emit("third", 3);

        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["first",1]"""));
        var rest = await _client.ReadAsync(2);
        Assert.That(rest, Is.EquivalentTo(["""420["second",2]""", """42["third",3]"""]));
        await _client.Raw.SendAsync("430[]");
        await answer.Within();
    }

    [Test]
    public async Task Join_ThenEmitToTheRoom_ReachesTheSocket_AndLeaveThenEmitDoesNot()
    {
        _socket.Join("room");
        _server.Io.To("room").Emit("in", 1);
        _socket.Leave("room");
        _server.Io.To("room").Emit("out", 2);
        _server.Io.SocketsJoin("other");
        _server.Io.To("other").Emit("in other", 3);
        _server.Io.SocketsLeave("other");
        _server.Io.To("other").Emit("out of other", 4);

        Assert.That(await _client.ReadAsync(2), Is.EqualTo(["""42["in",1]""", """42["in other",3]"""]));
        Assert.That(await _client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Emit_FromManyThreads_EveryClientSeesOneOrder()
    {
        using var other = await ReturningClient.ConnectAsync(_server);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _server.Io.Emit("n", thread, i);
            }
        })));

        var seen = await _client.ReadAsync(800);
        Assert.That(await other.ReadAsync(800), Is.EqualTo(seen));
        Assert.That(seen.Distinct().Count(), Is.EqualTo(800));
    }

    [Test]
    public async Task BroadcastWithAck_AfterAnEmit_ComesBehindIt()
    {
        _server.Io.Emit("first", 1);
        var answers = _server.Io.Timeout(TimeSpan.FromSeconds(20)).EmitWithAckAsync("second", 2);
        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["first",1]"""));
        var question = await _client.ReadAsync();
        Assert.That(question, Does.EndWith("""["second",2]"""));

        await _client.Raw.SendAsync("43" + question[2..question.IndexOf('[', StringComparison.Ordinal)] + "[\"yes\"]");

        Assert.That((await answers.Within()).Answers, Has.Count.EqualTo(1));
    }
}
