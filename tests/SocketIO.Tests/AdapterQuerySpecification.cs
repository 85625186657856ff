using System.Collections.Concurrent;

namespace SocketIO.Tests;

/// <summary>What every adapter must tell of sockets and rooms, and let one do with sockets that were asked for.</summary>
public abstract class AdapterQuerySpecification : AdapterAnswerSpecification
{
    [Test]
    public async Task FetchSockets_HandshakeAndData_AreThoseOfTheSockets()
    {
        foreach (var socket in Sockets)
        {
            socket.Data["name"] = "Ada";
            socket.Data["nothing"] = null;
            if (!HasJsonData)
            {
                socket.Data["position"] = new Position(1, [7, 8]);
                socket.Data["not for others"] = new CancellationTokenSource().Token.WaitHandle;
            }
        }

        var found = (await Server.Io.Main.ToAll().FetchSocketsAsync().Within()).Sockets;

        Assert.That(found, Has.Count.EqualTo(3));
        foreach (var remote in found)
        {
            var own = Sockets.Single(socket => socket.Id == remote.Id).Handshake;
            Assert.That(remote.Handshake.Headers, Is.EquivalentTo(own.Headers));
            Assert.That(remote.Handshake.Headers.ContainsKey("HOST"), Is.True, "names compare without case");
            Assert.That(remote.Handshake.Query["transport"], Is.EqualTo("websocket"));
            Assert.That(remote.Handshake.Url, Is.EqualTo(own.Url));
            Assert.That(remote.Handshake.Address, Is.EqualTo(own.Address));
            Assert.That((remote.Handshake.Secure, remote.Handshake.CrossDomain), Is.EqualTo((own.Secure, own.CrossDomain)));
            Assert.That(remote.Handshake.Time, Is.EqualTo(own.Time).Within(TimeSpan.FromMilliseconds(1)));
            Assert.That(remote.Handshake.Auth.GetRawText(), Is.EqualTo(own.Auth.GetRawText()));
            Assert.That(remote.Data.Get<string>("name"), Is.EqualTo("Ada"));
            Assert.That(remote.Data.Get<Position>("position")?.Bytes, HasJsonData ? Is.Null : Is.EqualTo(new byte[] { 7, 8 }));
            Assert.That(remote.Data.TryGet<string>("nothing", out _), Is.False);
            Assert.That(remote.Data.Get<string>("unknown"), Is.Null);
            Assert.That(remote.Data.Values.Keys, Does.Not.Contain("not for others"));
        }
    }

    [Test]
    public async Task RemoteSocket_Operations_ReachTheSocket()
    {
        foreach (var remote in (await Server.Io.Main.ToAll().FetchSocketsAsync().Within()).Sockets)
        {
            remote.Join("new", "newer");
            remote.Leave("1", "newer");
            remote.Emit("e", remote.Id);
        }
        await FlushAsync();

        for (var i = 0; i < Clients.Length; i++)
        {
            Assert.That(await Clients[i].SyncAsync(), Is.EqualTo([$"42[\"e\",\"{Sockets[i].Id}\"]"]));
            Assert.That(Sockets[i].Rooms, Is.EquivalentTo(i == 1 ? [Sockets[i].Id, "2", "new"] : new[] { Sockets[i].Id, "new" }));
        }
    }

    [Test]
    public async Task RemoteSocket_EmitWithAckAndDisconnect_AnswersOrSaysThatItIsGone()
    {
        var remote = (await Server.Io.To("2").FetchSocketsAsync().Within()).Sockets.Single().Timeout(TimeSpan.FromMinutes(1));
        var asking = remote.EmitWithAckAsync("question");
        var question = await Clients[1].ReadAsync();
        await Clients[1].SendAsync($"43{question[2..^"[\"question\"]".Length]}[\"answer\"]");
        Assert.That((await asking.Within()).Get<string>(0), Is.EqualTo("answer"));

        (await Server.Io.To("2").FetchSocketsAsync().Within()).Sockets.Single().Disconnect();
        Assert.That(await Clients[1].ReadAsync(), Is.EqualTo("41"));
        await FlushAsync();

        await Assert.ThrowsAsync<SocketDisconnectedException>(() => remote.EmitWithAckAsync("question").Within());
    }

    [Test]
    public async Task RemoteSocket_EmitInEveryWay_ReachesItsClient()
    {
        var remote = (await Server.Io.To("2").FetchSocketsAsync().Within()).Sockets.Single();

        remote.Emit("a");
        await remote.EmitAsync("b", 1).Within();
        remote.Timeout(TimeSpan.FromMinutes(1)).Emit("c");
        await remote.Timeout(TimeSpan.FromMinutes(1)).EmitAsync("d", 2).Within();

        Assert.That(await Clients[1].ReadAsync(4), Is.EqualTo(["42[\"a\"]", "42[\"b\",1]", "42[\"c\"]", "42[\"d\",2]"]));
        Assert.That(await Clients[0].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Server_Questions_AreThoseOfTheMainNamespace()
    {
        Assert.That((await Server.Io.CountAsync().Within()).Count, Is.EqualTo(3));
        Assert.That((await Server.Io.Of("/other").CountAsync().Within()).Count, Is.Zero);
        Assert.That(Server.Io.ServerCount, Is.EqualTo(Servers.Distinct().Count()));
    }

    [Test]
    public async Task Sockets_OfTheNamespace_AreThoseOfThisServer()
    {
        var own = Sockets.Where((_, i) => Servers[i] == Server).ToArray();

        Assert.That(Server.Io.Main.Sockets.Values, Is.EquivalentTo(own));
        Assert.That(Server.Io.Main.Sockets[own[0].Id], Is.SameAs(own[0]));
        own[0].Disconnect();
        await Eventually.TrueAsync(() => !Server.Io.Main.Sockets.ContainsKey(own[0].Id), "the end of the socket");
    }

    [Test]
    public async Task RemoteSocket_EmitWithAckWithoutAnswer_TimesOut()
    {
        var remote = (await Server.Io.To("2").FetchSocketsAsync().Within()).Sockets.Single();

        await Assert.ThrowsAsync<AckTimeoutException>(() => remote.Timeout(TimeSpan.FromMilliseconds(200)).EmitWithAckAsync("question").Within());
    }

    [Test]
    public async Task Count_OfTarget_CountsEachSocketOnce()
    {
        Assert.That((await Server.Io.Main.ToAll().CountAsync().Within()).Count, Is.EqualTo(3));
        Assert.That((await Server.Io.To("1", "2").CountAsync().Within()).Count, Is.EqualTo(2));
        Assert.That((await Server.Io.To("nobody").CountAsync().Within()).Count, Is.Zero);
        Assert.That((await Server.Io.Main.Local.CountAsync().Within()).Count, Is.EqualTo(Servers.Count(server => server == Server)));
    }

    [Test]
    public void ServerCount_OfTheCluster_IsItsWorkers() =>
        Assert.That(Server.Io.Main.ServerCount, Is.EqualTo(Servers.Distinct().Count()));

    [Test]
    public async Task RoomEvents_JoinAndLeave_AreToldInOrder()
    {
        var told = new ConcurrentQueue<string>();
        var rooms = Server.Io.Main.Adapter.Rooms;
        rooms.OnCreated(room => told.Enqueue($"create {room}"));
        rooms.OnDeleted(room => told.Enqueue($"delete {room}"));
        rooms.OnJoined((room, id) => told.Enqueue($"join {room} {id == Sockets[0].Id}"));
        rooms.OnLeft((room, id) => told.Enqueue($"leave {room} {id == Sockets[0].Id}"));

        Sockets[0].Join("new", "1");
        Sockets[0].Join("new");
        Sockets[0].Leave("new", "unknown");
        Sockets[0].Disconnect();

        var isLast = Servers[1] != Server;
        await Eventually.TrueAsync(() => told.Count == (isLast ? 8 : 7), "what there is to tell");
        var events = told.ToArray();
        Assert.That(events[..4], Is.EqualTo(["create new", "join new True", "leave new True", "delete new"]));
        Assert.That(events[4..], Does.Contain("leave 1 True").And.Contain($"leave {Sockets[0].Id} True").And.Contain($"delete {Sockets[0].Id}"));
        Assert.That(events.Contains("delete 1"), Is.EqualTo(isLast), "B is in it still");
    }

    [Test]
    public async Task RoomEvents_LeaveInAHandler_DoesNoHarm()
    {
        var left = new ConcurrentQueue<string>();
        Server.Io.Main.Adapter.Rooms.OnLeft((room, _) =>
        {
            left.Enqueue(room);
            Sockets[0].Leave("1", "new");
        });
        Sockets[0].Join("new");

        Sockets[0].Leave("1");

        await Eventually.TrueAsync(() => left.Count == 2, "both are left");
        await FlushAsync();
        Assert.That(left, Is.EqualTo(["1", "new"]));
        Assert.That(Sockets[0].Rooms, Is.EqualTo([Sockets[0].Id]));
    }

    [Test]
    public async Task RoomEvents_HandlerThrows_DoesNoHarm()
    {
        Server.ExpectsErrors = true;
        Server.Io.Main.Adapter.Rooms.OnJoined((_, _) => throw new InvalidOperationException("thrown on purpose"));

        Sockets[0].Join("new");

        await Eventually.TrueAsync(() => Server.Logs.Errors.Any(error => error.Contains("new", StringComparison.Ordinal)), "the failure is logged");
        Assert.That(Sockets[0].Rooms, Does.Contain("new"));
    }

    [Test]
    public async Task JoinLeaveAndEmitAsync_OneAfterTheOther_TakeEffect()
    {
        await Sockets[1].JoinAsync("new", "newer").Within();
        await Sockets[1].LeaveAsync("newer").Within();
        await Server.Io.To("new", "newer").EmitAsync("e").Within();

        Assert.That(await Clients[1].ReadAsync(), Is.EqualTo("42[\"e\"]"));
        Assert.That(await Clients[0].SyncAsync(), Is.Empty);
        Assert.That(Sockets[1].Rooms, Is.EquivalentTo([Sockets[1].Id, "1", "2", "new"]));
    }

    private sealed record Position(int X, byte[] Bytes);
}
