namespace SocketIO.Tests;

/// <summary>
/// What every adapter must do with rooms and what is sent to them; what it must do with answers is inherited.
/// </summary>
public abstract class AdapterSpecification : AdapterQuerySpecification
{
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
        target(Server.Io, Sockets).Emit("e", 1, new byte[] { 5 });
        await FlushAsync();

        for (var i = 0; i < Clients.Length; i++)
        {
            Assert.That(await Clients[i].SyncAsync(), IsMeant(receivers, i)
                ? Is.EqualTo(["""451-["e",1,{"_placeholder":true,"num":0}]""", "hex:05"])
                : Is.Empty, $"client {(char)('A' + i)}");
        }
    }

    [TestCaseSource(nameof(Targets))]
    public async Task FetchSockets_OfTarget_DescribesThem(string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target)
    {
        await FlushAsync();

        var found = await target(Server.Io, Sockets).FetchSocketsAsync().Within();

        var expected = Sockets.Where((_, i) => IsMeant(receivers, i)).ToArray();
        Assert.That(found.Sockets.Select(socket => socket.Id), Is.EquivalentTo(expected.Select(socket => socket.Id)));
        Assert.That(found.MissingWorkers, Is.Empty);
        foreach (var socket in expected)
        {
            Assert.That(found.Sockets.Single(other => other.Id == socket.Id).Rooms, Is.EquivalentTo(socket.Rooms));
        }
    }

    [Test]
    public async Task SocketsJoinAndLeave_OfAll_TakeEffect()
    {
        Server.Io.SocketsJoin("new", "more");
        Server.Io.SocketsLeave("more", "1");
        await FlushAsync();

        Assert.That(Sockets[0].Rooms, Is.EquivalentTo([Sockets[0].Id, "new"]));
        Assert.That(Sockets[1].Rooms, Is.EquivalentTo([Sockets[1].Id, "2", "new"]));
        Assert.That(Sockets[2].Rooms, Is.EquivalentTo([Sockets[2].Id, "new"]));
    }

    [Test]
    public async Task SocketsJoinAndLeave_OfTarget_TakeEffect()
    {
        Server.Io.To("1").SocketsJoin("new", "more");
        Server.Io.To("2").SocketsLeave("new", "unknown");
        await FlushAsync();

        Assert.That(Sockets[0].Rooms, Is.EquivalentTo([Sockets[0].Id, "1", "new", "more"]));
        Assert.That(Sockets[1].Rooms, Is.EquivalentTo([Sockets[1].Id, "1", "2", "more"]));
        Server.Io.To("new").Emit("e");
        await FlushAsync();
        Assert.That(await Clients[0].SyncAsync(), Has.Count.EqualTo(1));
        Assert.That(await Clients[1].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task LocalOperations_OfTarget_StayOnTheServer()
    {
        Server.Io.Main.Local.SocketsJoin("near");
        Server.Io.To("1").Local.SocketsLeave("1");
        await FlushAsync();

        for (var i = 0; i < Sockets.Length; i++)
        {
            var isNear = Servers[i] == Server;
            Assert.That(Sockets[i].Rooms.Contains("near"), Is.EqualTo(isNear));
            Assert.That(Sockets[i].Rooms.Contains("1"), Is.EqualTo(i < 2 && !isNear));
        }
    }

    [Test]
    public async Task Emit_ManyFromOneThread_ArriveInOrder()
    {
        for (var i = 0; i < 500; i++)
        {
            Server.Io.Emit("n", i);
        }
        await FlushAsync();

        foreach (var client in Clients)
        {
            Assert.That(await client.SyncAsync(), Is.EqualTo(Enumerable.Range(0, 500).Select(i => $"42[\"n\",{i}]")));
        }
    }

    [Test]
    public async Task DisconnectSockets_OfTarget_TheyLeaveAndTheConnectionStays()
    {
        Server.Io.To("2").DisconnectSockets();

        Assert.That(await Clients[1].ReadAsync(), Is.EqualTo("41"));
        Assert.That(await Clients[1].JoinAsync("/"), Is.Not.Empty);
        Assert.That(await Clients[0].SyncAsync(), Is.Empty);
        Assert.That(Sockets[1].Connected, Is.False);
    }

    [Test]
    public async Task DisconnectSockets_WithClose_ConnectionEnds()
    {
        Server.Io.To("1").DisconnectSockets(close: true);

        foreach (var client in Clients[..2])
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("41"));
            Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));
        }
        Assert.That(await Clients[2].SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task DisconnectSockets_AfterAnEmit_TheEmitArrivesFirst()
    {
        Server.Io.Emit("bye");
        Server.Io.DisconnectSockets(close: true);

        foreach (var client in Clients)
        {
            Assert.That(await client.ReadToEndAsync(), Is.EqualTo(["42[\"bye\"]", "41"]));
        }
    }

    [Test]
    public async Task Leave_Room_NoMoreIsSent()
    {
        Sockets[1].Leave("2");
        Server.Io.To("2").Emit("e");
        await FlushAsync();

        Assert.That(await Clients[1].SyncAsync(), Is.Empty);
        Assert.That(Sockets[1].Rooms, Is.EquivalentTo([Sockets[1].Id, "1"]));
    }

    [Test]
    public async Task Join_AfterTheSocketLeft_DoesNothing()
    {
        Sockets[2].Disconnect();

        Sockets[2].Join("1");
        Server.Io.To("1").Emit("e");
        await FlushAsync();

        Assert.That(Sockets[2].Rooms, Is.Empty);
        Assert.That(await Clients[2].ReadAsync(), Is.EqualTo("41"));
        Assert.That(await Clients[0].SyncAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Emit_InAnotherNamespace_DoesNotReachThisOne()
    {
        Server.Io.Of("/other").To("1").Emit("e");
        Server.Io.Of("/other").Emit("e");
        await FlushAsync();

        Assert.That(await Clients[0].SyncAsync(), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Emit_LargeEvent_IsCompressedUnlessItMustNot(bool compress)
    {
        var large = new string('x', 5_000);
        var client = await CompressingPollingClient.ConnectAsync(Servers[2]);

        Server.Io.Compress(compress).Except("1").Emit("e", large);
        Assert.That((await client.PollAsync()).Compressed, Is.EqualTo(compress));

        var asking = Server.Io.Except("1").Compress(compress).Timeout(TimeSpan.FromMinutes(10)).EmitWithAckAsync("e", large);
        Assert.That((await client.PollAsync()).Compressed, Is.EqualTo(compress));
        Assert.That(asking.IsCompleted, Is.False);
    }

    private static TestCaseData Case(string name, string receivers, Func<SocketIOServer, Socket[], BroadcastOperator> target) =>
        new TestCaseData(receivers, target).SetArgDisplayNames(name, receivers);
}
