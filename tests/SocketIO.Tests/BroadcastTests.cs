using SocketIO.Broadcasting;
using SocketIO.Sockets;

namespace SocketIO.Tests;

/// <summary>Rooms and broadcast operators with three clients: a in room 1, b in rooms 1 and 2, c in none.</summary>
public sealed class BroadcastTests
{
    private SocketServer _server = null!;
    private RawClient[] _clients = [];
    private Socket[] _sockets = [];

    [SetUp]
    public async Task ConnectAsync()
    {
        _server = await SocketServer.StartAsync();
        var connected = new List<(RawClient Client, Socket Socket)>();
        foreach (var rooms in (string[][])[["1"], ["1", "2"], []])
        {
            var (client, socket) = await _server.ConnectAsync();
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
        await _server.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Targets()
    {
        yield return Case("all", "abc", (io, _) => io.Main.ToAll());
        yield return Case("a room", "ab", (io, _) => io.To("1"));
        yield return Case("in", "ab", (io, _) => io.In("1"));
        yield return Case("two rooms, each once", "ab", (io, _) => io.To("1", "2"));
        yield return Case("two rooms in two calls", "ab", (io, _) => io.To("1").To("2"));
        yield return Case("a room that nobody is in", "", (io, _) => io.To("3"));
        yield return Case("a room of another case", "", (io, _) => io.To("ROOM"));
        yield return Case("all but a room", "ac", (io, _) => io.Except("2"));
        yield return Case("all but two rooms", "c", (io, _) => io.Except("1", "2"));
        yield return Case("a room but another", "a", (io, _) => io.To("1").Except("2"));
        yield return Case("but first", "a", (io, _) => io.Except("2").To("1"));
        yield return Case("but a room that nobody is in", "ab", (io, _) => io.To("1").Except("3"));
        yield return Case("one socket's own room", "c", (io, sockets) => io.To(sockets[2].Id));
        yield return Case("local", "abc", (io, _) => io.Main.Local);
        yield return Case("local in a room", "ab", (io, _) => io.To("1").Local);
        yield return Case("volatile", "abc", (io, _) => io.Main.Volatile);
        yield return Case("the others", "bc", (_, sockets) => sockets[0].Broadcast);
        yield return Case("the others in a room", "b", (_, sockets) => sockets[0].To("1"));
        yield return Case("a room that the sender is not in", "ab", (_, sockets) => sockets[2].In("1"));
        yield return Case("the others but a room", "c", (_, sockets) => sockets[0].Except("2"));
    }

    [TestCaseSource(nameof(Targets))]
    public async Task Emit_ToTarget_EachOfThemGetsItOnce(string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target)
    {
        target(_server.Io, _sockets).Emit("e", 1, new byte[] { 5 });

        for (var i = 0; i < _clients.Length; i++)
        {
            Assert.That(await _clients[i].SyncAsync(), receivers.Contains((char)('a' + i), StringComparison.Ordinal)
                ? Is.EqualTo(["""451-["e",1,{"_placeholder":true,"num":0}]""", "hex:05"])
                : Is.Empty, $"client {(char)('a' + i)}");
        }
    }

    [TestCaseSource(nameof(Targets))]
    public async Task FetchSockets_OfTarget_DescribesThem(string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target)
    {
        var found = await target(_server.Io, _sockets).FetchSocketsAsync();

        var expected = _sockets.Where((_, i) => receivers.Contains((char)('a' + i), StringComparison.Ordinal)).ToArray();
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

        Assert.That(_sockets[0].Rooms, Is.EquivalentTo([_sockets[0].Id, "1", "new", "more"]));
        Assert.That(_sockets[1].Rooms, Is.EquivalentTo([_sockets[1].Id, "1", "2", "more"]));
        _server.Io.To("new").Emit("e");
        Assert.That(await _clients[0].SyncAsync(), Has.Count.EqualTo(1));
        Assert.That(await _clients[1].SyncAsync(), Is.Empty);
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

        Assert.That(await _clients[1].SyncAsync(), Is.Empty);
        Assert.That(_sockets[1].Rooms, Is.EquivalentTo([_sockets[1].Id, "1"]));
    }

    [Test]
    public async Task Join_AfterTheSocketLeft_DoesNothing()
    {
        _sockets[2].Disconnect();

        _sockets[2].Join("1");
        _server.Io.To("1").Emit("e");

        Assert.That(_sockets[2].Rooms, Is.Empty);
        Assert.That(await _clients[2].ReadAsync(), Is.EqualTo("41"));
        Assert.That(await _clients[0].SyncAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Emit_InAnotherNamespace_DoesNotReachThisOne()
    {
        _server.Io.Of("/other").To("1").Emit("e");
        _server.Io.Of("/other").Emit("e");

        Assert.That(await _clients[0].SyncAsync(), Is.Empty);
    }

    private static TestCaseData Case(string name, string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target) =>
        new TestCaseData(receivers, target).SetArgDisplayNames(name, receivers);
}
