using SocketIO.Broadcasting;
using SocketIO.Sockets;

namespace SocketIO.Tests;

/// <summary>
/// What every adapter must do, shown with three clients: A in room 1, B in rooms 1 and 2, C in none. They may be on
/// different servers; A is on the one that the operators are taken from.
/// </summary>
public abstract class AdapterSpecification
{
    private SocketServer _server = null!;
    private SocketServer[] _servers = [];
    private RawClient[] _clients = [];
    private Socket[] _sockets = [];

    /// <summary>Starts the servers and gives the one of each client.</summary>
    protected abstract Task<SocketServer[]> StartServersAsync();

    /// <summary>Completes when what was sent has reached the other servers.</summary>
    protected abstract Task FlushAsync(SocketServer server);

    /// <summary>Stops what the servers need.</summary>
    protected virtual Task StopAsync() => Task.CompletedTask;

    [SetUp]
    public async Task ConnectAsync()
    {
        _servers = await StartServersAsync();
        _server = _servers[0];
        var connected = new List<(RawClient Client, Socket Socket)>();
        foreach (var (server, rooms) in _servers.Zip((string[][])[["1"], ["1", "2"], []]))
        {
            var (client, socket) = await server.ConnectAsync();
            socket.Join(rooms);
            connected.Add((client, socket));
        }
        _clients = [.. connected.Select(pair => pair.Client)];
        _sockets = [.. connected.Select(pair => pair.Socket)];
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
        foreach (var server in _servers.Distinct())
        {
            await server.DisposeAsync();
        }
        await StopAsync();
    }

    private async Task FlushAsync()
    {
        foreach (var server in _servers.Distinct())
        {
            await FlushAsync(server).Within();
        }
    }

    /// <summary>The clients meant; those of a local operator are on the first server.</summary>
    private bool IsMeant(string receivers, int client)
    {
        var isLocal = receivers.StartsWith("local:", StringComparison.Ordinal);
        return receivers.Contains((char)('A' + client), StringComparison.Ordinal) && (!isLocal || _servers[client] == _server);
    }

    private static IEnumerable<TestCaseData> Targets()
    {
        yield return Case("all", "ABC", (io, _) => io.Main.ToAll());
        yield return Case("a room", "AB", (io, _) => io.To("1"));
        yield return Case("in", "AB", (io, _) => io.In("1"));
        yield return Case("two rooms, each once", "AB", (io, _) => io.To("1", "2"));
        yield return Case("two rooms in two calls", "AB", (io, _) => io.To("1").To("2"));
        yield return Case("a room that nobody is in", "", (io, _) => io.To("3"));
        yield return Case("a room of another case", "", (io, _) => io.To("ROOM"));
        yield return Case("all but a room", "AC", (io, _) => io.Except("2"));
        yield return Case("all but two rooms", "C", (io, _) => io.Except("1", "2"));
        yield return Case("a room but another", "A", (io, _) => io.To("1").Except("2"));
        yield return Case("but first", "A", (io, _) => io.Except("2").To("1"));
        yield return Case("but a room that nobody is in", "AB", (io, _) => io.To("1").Except("3"));
        yield return Case("one socket's own room", "C", (io, sockets) => io.To(sockets[2].Id));
        yield return Case("local", "local:ABC", (io, _) => io.Main.Local);
        yield return Case("local in a room", "local:AB", (io, _) => io.To("1").Local);
        yield return Case("volatile", "ABC", (io, _) => io.Main.Volatile);
        yield return Case("the others", "BC", (_, sockets) => sockets[0].Broadcast);
        yield return Case("the others in a room", "B", (_, sockets) => sockets[0].To("1"));
        yield return Case("a room that the sender is not in", "AB", (_, sockets) => sockets[2].In("1"));
        yield return Case("the others but a room", "C", (_, sockets) => sockets[0].Except("2"));
    }

    [TestCaseSource(nameof(Targets))]
    public async Task Emit_ToTarget_EachOfThemGetsItOnce(string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target)
    {
        target(_server.Io, _sockets).Emit("e", 1, new byte[] { 5 });
        await FlushAsync();

        for (var i = 0; i < _clients.Length; i++)
        {
            Assert.That(await _clients[i].SyncAsync(), IsMeant(receivers, i)
                ? Is.EqualTo(["""451-["e",1,{"_placeholder":true,"num":0}]""", "hex:05"])
                : Is.Empty, $"client {(char)('A' + i)}");
        }
    }

    [TestCaseSource(nameof(Targets))]
    public async Task FetchSockets_OfTarget_DescribesThem(string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target)
    {
        await FlushAsync();

        var found = await target(_server.Io, _sockets).FetchSocketsAsync().Within();

        var expected = _sockets.Where((_, i) => IsMeant(receivers, i)).ToArray();
        Assert.That(found.Sockets.Select(socket => socket.Id), Is.EquivalentTo(expected.Select(socket => socket.Id)));
        Assert.That(found.MissingWorkers, Is.Empty);
        foreach (var socket in expected)
        {
            Assert.That(found.Sockets.Single(other => other.Id == socket.Id).Rooms, Is.EquivalentTo(socket.Rooms));
        }
    }

    [Test]
    public async Task SocketsJoinAndLeave_OfTarget_TakeEffect()
    {
        _server.Io.To("1").SocketsJoin("new", "more");
        _server.Io.To("2").SocketsLeave("new", "unknown");
        await FlushAsync();

        Assert.That(_sockets[0].Rooms, Is.EquivalentTo([_sockets[0].Id, "1", "new", "more"]));
        Assert.That(_sockets[1].Rooms, Is.EquivalentTo([_sockets[1].Id, "1", "2", "more"]));
        _server.Io.To("new").Emit("e");
        await FlushAsync();
        Assert.That(await _clients[0].SyncAsync(), Has.Count.EqualTo(1));
        Assert.That(await _clients[1].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task LocalOperations_OfTarget_StayOnTheServer()
    {
        _server.Io.Main.Local.SocketsJoin("near");
        _server.Io.To("1").Local.SocketsLeave("1");
        await FlushAsync();

        for (var i = 0; i < _sockets.Length; i++)
        {
            var isNear = _servers[i] == _server;
            Assert.That(_sockets[i].Rooms.Contains("near"), Is.EqualTo(isNear));
            Assert.That(_sockets[i].Rooms.Contains("1"), Is.EqualTo(i < 2 && !isNear));
        }
    }

    [Test]
    public async Task Emit_ManyFromOneThread_ArriveInOrder()
    {
        for (var i = 0; i < 500; i++)
        {
            _server.Io.Emit("n", i);
        }
        await FlushAsync();

        foreach (var client in _clients)
        {
            Assert.That(await client.SyncAsync(), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"42[\"n\",{i}]")));
        }
    }

    [Test]
    public async Task DisconnectSockets_OfTarget_TheyLeaveAndTheConnectionStays()
    {
        _server.Io.To("2").DisconnectSockets();

        Assert.That(await _clients[1].ReadAsync(), Is.EqualTo("41"));
        Assert.That(await _clients[1].JoinAsync("/"), Is.Not.Empty);
        Assert.That(await _clients[0].SyncAsync(), Is.Empty);
        Assert.That(_sockets[1].Connected, Is.False);
    }

    [Test]
    public async Task DisconnectSockets_WithClose_ConnectionEnds()
    {
        _server.Io.To("1").DisconnectSockets(close: true);

        foreach (var client in _clients[..2])
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("41"));
            Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        }
        Assert.That(await _clients[2].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Leave_Room_NoMoreIsSent()
    {
        _sockets[1].Leave("2");
        _server.Io.To("2").Emit("e");
        await FlushAsync();

        Assert.That(await _clients[1].SyncAsync(), Is.Empty);
        Assert.That(_sockets[1].Rooms, Is.EquivalentTo([_sockets[1].Id, "1"]));
    }

    [Test]
    public async Task Join_AfterTheSocketLeft_DoesNothing()
    {
        _sockets[2].Disconnect();

        _sockets[2].Join("1");
        _server.Io.To("1").Emit("e");
        await FlushAsync();

        Assert.That(_sockets[2].Rooms, Is.Empty);
        Assert.That(await _clients[2].ReadAsync(), Is.EqualTo("41"));
        Assert.That(await _clients[0].SyncAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Emit_InAnotherNamespace_DoesNotReachThisOne()
    {
        _server.Io.Of("/other").To("1").Emit("e");
        _server.Io.Of("/other").Emit("e");
        await FlushAsync();

        Assert.That(await _clients[0].SyncAsync(), Is.Empty);
    }

    private static TestCaseData Case(string name, string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target) =>
        new TestCaseData(receivers, target).SetArgDisplayNames(name, receivers);
}
