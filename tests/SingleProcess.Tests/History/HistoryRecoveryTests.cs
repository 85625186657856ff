using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>Durable events and clients that come back, together.</summary>
public sealed class HistoryRecoveryTests
{
    private SocketServer _server = null!;
    private NamespaceHistory _history = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await RecoveryServer.StartAsync();
        _history = _server.Io.Main.UseHistory("m");
        _server.Io.OnConnection(socket => _history.Replay(
            socket,
            socket.Handshake.Auth.TryGetProperty("serverOffset", out var id) ? id.GetInt64() : 0,
            socket.Handshake.Auth.TryGetProperty("newest", out var newest) ? new ReplayLimit(newest.GetInt32(), "left out") : null));
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task Replay_OnlyTheLastStoredEventCarriesAnOffset()
    {
        await AppendAsync(1, 3);
        using var client = await RawClient.ConnectAsync(_server);

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["m","text 1",1]""", """42["m","text 2",2]"""]));
        Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 3",3,"[0-9a-f]+\.\d+"\]$"""));
        await AppendAsync(4, 4);
        Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 4",4,"[0-9a-f]+\.\d+"\]$"""));
    }

    [TestCase(0)]
    [TestCase(3)]
    [TestCase(9_000)]
    public async Task Replay_WithALimit_SendsTheNewestAndFirstSaysUpToWhichTheRestWas(int after)
    {
        await AppendAsync(1, 6);
        using var client = await RawClient.ConnectAsync(_server, $$"""{"serverOffset":{{after}},"newest":2}""");

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["left out",4]""", """42["m","text 5",5]"""]));
        Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 6",6,"[0-9a-f]+\.\d+"\]$"""));
        await AppendAsync(7, 7);
        Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 7",7,"[0-9a-f]+\.\d+"\]$"""));
    }

    [Test]
    public async Task Replay_WithinTheLimit_SaysNothingOfIt()
    {
        await AppendAsync(1, 6);
        using var client = await RawClient.ConnectAsync(_server, """{"serverOffset":4,"newest":2}""");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 5",5]"""));
    }

    [Test]
    public async Task Return_WithTheWholeHistory_GetsWhatWasAppendedMeanwhileAndNoHistory()
    {
        await AppendAsync(1, 3);
        using var client = await ReturningClient.ConnectAsync(_server);
        await client.ReadAsync(3);
        client.Raw.Abort();
        await AppendAsync(4, 5);

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42["m","text 4",4]""", """42["m","text 5",5]"""]));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_BeforeTheHistoryWasThere_IsANewSessionThatGetsItAgain()
    {
        await AppendAsync(1, 3);
        using var client = await ReturningClient.ConnectAsync(_server);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 1",1]"""));
        var sid = client.Sid;
        // It has not seen the last one, which carries the offset.
        client.Forget();

        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
        Assert.That(client.Sid, Is.Not.EqualTo(sid));
        Assert.That(await client.ReadAsync(3), Is.EqualTo(["""42["m","text 1",1]""", """42["m","text 2",2]""", """42["m","text 3",3]"""]));
    }

    [Test]
    public async Task Return_BeforeTheHistoryWasThereAndTheOldConnectionIsStillOpen_ClosesTheOldOne()
    {
        await AppendAsync(1, 3);
        using var client = await ReturningClient.ConnectAsync(_server);
        using var old = client.Raw;
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 1",1]"""));
        client.Forget();

        await client.ReturnAsync(keepOld: true);

        Assert.That(client.Recovered, Is.False);
        Assert.That(await old.ReadToEndAsync(), Has.Count.EqualTo(2), "the rest of the history, and the end");
    }

    [Test]
    public async Task Return_WithoutAnyHistoryToSend_IsRecovered()
    {
        using var client = await ReturningClient.ConnectAsync(_server);
        await Eventually.TrueAsync(async () => (await client.SyncAsync()).Length == 0 && _server.Io.Main.Sockets.ContainsKey(client.Sid), "the connection");
        client.Raw.Abort();
        await AppendAsync(1, 1);

        await client.ReturnAsync();

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 1",1]"""), client.Recovered ? "recovered" : "from the history");
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Replay_WhileEventsAreAppended_GivesEachOnceInOrder()
    {
        await AppendAsync(1, 50);
        var appending = AppendAsync(51, 300);
        using var client = await ReturningClient.ConnectAsync(_server);
        var seen = await client.ReadAsync(300).WaitAsync(TimeSpan.FromSeconds(30));
        await appending;

        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, 300).Select(id => $"""42["m","text {id}",{id}]""")));
    }

    [Test]
    public async Task Rooms_OfASocketWithHistory_DoNotShowTheLibrarysOwn()
    {
        await AppendAsync(1, 1);
        using var client = await ReturningClient.ConnectAsync(_server);
        await client.ReadAsync();

        var socket = await _server.SocketAsync(client.Sid);
        Assert.That(socket.Rooms, Is.EqualTo([client.Sid]));
        var found = await _server.Io.FetchSocketsAsync();
        Assert.That(found.Sockets.Single().Rooms, Is.EqualTo([client.Sid]));
    }

    [Test]
    public async Task Append_SameKey_IsStoredOnceAndAnsweredWithTheFirstId()
    {
        Assert.That(await _history.AppendAsync("key", "text"), Is.EqualTo(new AppendResult(AppendStatus.Stored, 1)));
        Assert.That(await _history.AppendAsync("key", "text"), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 1)));
        Assert.That(await _history.AppendAsync("key", "other"), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 1)));
    }

    [Test]
    public async Task OnNewNamespace_FailsBehindUseHistory_TheNextOneMayUseIt()
    {
        var works = false;
        await using var server = await RecoveryServer.StartAsync();
        server.ExpectsErrors = true;
        server.Io.Of(new System.Text.RegularExpressions.Regex("^/made$"));
        server.Io.OnNewNamespace(async created =>
        {
            var history = created.UseHistory("m");
            created.OnConnection(socket => history.Replay(socket, 0));
            await Task.Yield();
            if (!works)
            {
                throw new InvalidOperationException("not yet");
            }
        });
        using var client = await RawClient.OpenAsync(server);
        await client.SendAsync("40/made,");
        Assert.That(await client.ReadAsync(), Does.StartWith("44/made,"));
        works = true;

        await client.JoinAsync("/made");
        await server.Io.Of("/made").History!.AppendAsync("key", "text");

        Assert.That(await client.ReadAsync(), Does.StartWith("""42/made,["m","text",1"""));
    }

    private async Task AppendAsync(int from, int to)
    {
        for (var id = from; id <= to; id++)
        {
            Assert.That((await _history.AppendAsync($"k{id}", $"text {id}")).Id, Is.EqualTo(id));
        }
    }
}
