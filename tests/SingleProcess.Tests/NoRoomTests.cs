using Microsoft.Extensions.DependencyInjection;

namespace SingleProcess.Tests;

/// <summary>What happens when nothing more may be held back for the log.</summary>
public sealed class NoRoomTests
{
    private SocketServer _server = null!;
    private FillableSequencer _sequencer = null!;
    private ReturningClient _client = null!;
    private Socket _socket = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await SocketServer.StartAsync(
            configure: options => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions(),
            services: services => FillableSequencer.AddTo(services.AddSocketIOSequencer()));
        _sequencer = _server.Services.GetRequiredService<FillableSequencer>();
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
    public async Task Replay_TheLastStoredEvent_ComesWhenTheMarkIsInTheLog()
    {
        var history = _server.Io.Main.UseHistory("m");
        await history.AppendAsync("1", "text 1").AsTask().Within();
        await history.AppendAsync("2", "text 2").AsTask().Within();
        _sequencer.HoldBack();
        var before = _sequencer.LastSubmission;

        history.Replay(_socket, 0);

        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["m","text 1",1]"""));
        await Eventually.TrueAsync(() => _sequencer.LastSubmission == before + 2, "the join and the mark");
        _server.Io.Of("/other");
        await _client.Raw.SendAsync("40/other,");
        Assert.That(await _client.ReadAsync(), Does.StartWith("40/other,"), "a client that has the last one's offset must be known by it, whoever dies");
        _sequencer.Release();
        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["m","text 2",2]"""));
        await _client.ReturnAsync();
        Assert.That(_client.Recovered);
    }

    [Test]
    public async Task Changes_NoRoom_ThrowAndChangeNothing()
    {
        await _socket.JoinAsync("present");
        _socket.Data["name"] = "Ada";
        _sequencer.IsFull = true;

        Assert.Throws<SequencerFullException>(() => _socket.Join("room"));
        Assert.Throws<SequencerFullException>(() => _socket.Leave("present"));
        Assert.Throws<SequencerFullException>(() => _socket.Data["name"] = "Grace");
        Assert.Throws<SequencerFullException>(() => _server.Io.SocketsJoin("room"));
        Assert.Throws<SequencerFullException>(() => _server.Io.DisconnectSockets());

        _sequencer.IsFull = false;
        await _socket.JoinAsync("later");
        Assert.That(_socket.Rooms, Is.EquivalentTo([_socket.Id, "present", "later"]));
        Assert.That(_socket.Data["name"], Is.EqualTo("Ada"));
        Assert.That(await _client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Join_InAMiddlewareAndNoRoom_TakesPlaceAllTheSame()
    {
        _server.Io.Use(socket =>
        {
            socket.Join("early");
            return ValueTask.FromResult<SocketIO.ConnectError?>(null);
        });
        _sequencer.IsFull = true;

        using var client = await ReturningClient.ConnectAsync(_server);

        var socket = await _server.SocketAsync(client.Sid);
        await Eventually.TrueAsync(() => socket.Rooms.Contains("early"), "the room");
    }

    [Test]
    public async Task EmitWithAck_NoRoomWhenItIsToBeSentAgain_IsKeptAndSentLater()
    {
        _server.Io.Options.ConnectionStateRecovery!.ResendUnacknowledged = true;
        var answer = _socket.EmitWithAckAsync("question");
        Assert.That(await _client.Raw.ReadAsync(), Is.EqualTo("""420["question"]"""));
        _client.Raw.Abort();
        await Eventually.TrueAsync(() => !_socket.Connected, "the end of the connection");
        var refused = _sequencer.RefuseWaiting();
        await _client.ReturnAsync();
        await refused.Within();
        Assert.That(answer.IsCompleted, Is.False);

        _sequencer.AllowWaiting();
        var again = await _client.Raw.ReadAsync();
        await _client.Raw.SendAsync("43" + again[2..again.IndexOf('[', StringComparison.Ordinal)] + "[]");

        await answer.Within();
    }

    [Test]
    public async Task EmitWithAck_NoRoom_FailsAndNothingIsSent()
    {
        _sequencer.IsFull = true;

        await Assert.ThrowsAsync<SequencerFullException>(() => _socket.EmitWithAckAsync("one").Within());
        await Assert.ThrowsAsync<SequencerFullException>(() => _server.Io.Main.Timeout(TimeSpan.FromSeconds(20)).EmitWithAckAsync("all").Within());
        await Assert.ThrowsAsync<SequencerFullException>(() => _server.Io.ServerSideEmitWithAckAsync("servers").Within());

        Assert.That(await _client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Replay_NoRoom_ClientGetsTheHistoryAndWhatFollows()
    {
        var history = _server.Io.Main.UseHistory("m");
        await history.AppendAsync("k1", "stored");
        _sequencer.IsFull = true;

        history.Replay(_socket, 0);

        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["m","stored",1]"""));
        await history.AppendAsync("k2", "live");
        Assert.That(await _client.ReadAsync(), Is.EqualTo("""42["m","live",2]"""));
    }

    [Test]
    public async Task Connection_NoRoom_BeginsEndsAndComesBackAllTheSame()
    {
        _sequencer.IsFull = true;

        await _client.ReturnAsync();
        Assert.That(_client.Recovered);
        using var other = await ReturningClient.ConnectAsync(_server);
        var socket = await _server.SocketAsync(other.Sid);
        socket.Disconnect();

        Assert.That(await other.Raw.ReadAsync(), Is.EqualTo("41"));
        await Eventually.TrueAsync(() => !socket.Connected, "its end");
    }
}
