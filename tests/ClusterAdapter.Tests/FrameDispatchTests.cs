using Cluster.Protos;
using EventLog;
using EventLog.Events;
using Google.Protobuf;

namespace ClusterAdapter.Tests;

/// <summary>What a worker does with the frames of its primary, seen by its clients.</summary>
public sealed class FrameDispatchTests
{
    private FakePrimary _primary = null!;
    private SocketServer _worker = null!;
    private Attachment _attachment = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _primary = await FakePrimary.StartedAsync();
        _worker = await Workers.StartAsync(_primary);
        _attachment = await _primary.AttachedAsync();
        await _attachment.WelcomeAsync(head: 10, durableId: 5, database: _primary.Database);
        await _attachment.ReadAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _worker.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Test]
    public async Task Event_Durable_IsDeliveredOnceWithItsIdFilledIn()
    {
        using var client = await LiveClientAsync();

        await _attachment.SendAsync(Event(11, 6), Event(12, 7));
        await _attachment.SendAsync(Event(12, 7), Event(11, 6), Event(13, 8));

        Assert.That(await client.ReadAsync(3), Is.EqualTo(["""42["m","text 6",6]""", """42["m","text 7",7]""", """42["m","text 8",8]"""]));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Event_AfterAReattach_ContinuesWhereItStopped()
    {
        using var client = await LiveClientAsync();
        await _attachment.SendAsync(Event(11, 6));
        await client.ReadAsync();
        _attachment.End();
        var next = await _primary.AttachedAsync();
        Assert.That(next.Hello.Applied, Is.EqualTo(11));

        await next.WelcomeAsync(incarnation: 2, head: 99, durableId: 50);
        await next.SendAsync(Event(11, 6), Event(12, 7));

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 7",7]"""));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Event_ThatCannotBeRead_StopsTheWorkerRatherThanLeaveAGap()
    {
        _worker.ExpectsErrors = true;
        using var client = await LiveClientAsync();

        await _attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 11, DurableId = 5, Emit = new Emit { Namespace = "/", Packet = ByteString.CopyFrom(0xFF), AllWorkers = true } } }, Event(12, 6));

        await Eventually.TrueAsync(() => _worker.Stopping.IsCancellationRequested, "the worker's stop");
        Assert.That(_worker.Logs.Errors, Has.Some.Contain("a frame of the primary could not be handled"));
    }

    [Test]
    public async Task Event_BeforeTheNamespaceKnowsHistory_IsReadFromTheLog()
    {
        Store(7);
        // Nobody has named the namespace yet: there is nobody to take it, but it counts as delivered.
        await _attachment.SendAsync(Event(11, 6, "/late"), Event(12, 7, "/late"));
        await Eventually.TrueAsync(async () => (await _attachment.ReadHeartbeatAsync()).Applied == 12, "the heartbeat that says so");
        var late = _worker.Io.Of("/late");
        var history = late.UseHistory("m");
        late.OnConnection(socket => history.Replay(socket, 5));
        using var client = await RawClient.OpenAsync(_worker);

        await client.JoinAsync("/late");

        Assert.That(await client.ReadAsync(2), Is.EqualTo(["""42/late,["m","text 6",6]""", """42/late,["m","text 7",7]"""]));
    }

    [Test]
    public async Task Append_Answered_CompletesAfterItsEventWasDelivered()
    {
        using var client = await LiveClientAsync();
        var appending = _worker.Io.Main.History!.AppendAsync("key", "text 6").AsTask();
        var submit = (await _attachment.ReadAsync()).Submit;
        Assert.That((submit.Emit.Append.Key, submit.Emit.Append.Content), Is.EqualTo(("key", "text 6")));

        await _attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 11, DurableId = 6, Emit = submit.Emit } });
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 6",6]"""));
        Assert.That(appending.IsCompleted, Is.False);
        await _attachment.AnswerAsync(submit, SubmitAnswer.Types.Status.Sequenced, 6);

        Assert.That((await appending.Within()).Id, Is.EqualTo(6));
    }

    [Test]
    public async Task Relay_OfAnotherWorker_ReachesTheSocketsMeant()
    {
        var (member, socket) = await _worker.ConnectAsync();
        var (other, _) = await _worker.ConnectAsync();
        using (member)
        using (other)
        {
            socket.Join("room");
            await _attachment.SendAsync(
                Relay(target => target.Rooms.Add("room"), relay => relay.Broadcast = Broadcast("2[\"e\"]")),
                Relay(target => target.Except.Add("room"), relay => relay.Broadcast = Broadcast("2[\"f\"]")),
                Relay(_ => { }, relay => relay.Broadcast = Broadcast("2[\"g\"]")),
                Relay(_ => { }, _ => { }),
                Relay(_ => { }, relay => (relay.Namespace, relay.Broadcast) = ("/unknown", Broadcast("2/unknown,[\"h\"]"))));

            Assert.That(await member.ReadAsync(2), Is.EqualTo(["42[\"e\"]", "42[\"g\"]"]));
            Assert.That(await other.ReadAsync(2), Is.EqualTo(["42[\"f\"]", "42[\"g\"]"]));
            Assert.That(await member.SyncAsync(), Is.Empty);
        }
    }

    [TestCase("/", 1)]
    [TestCase("/unknown", 0)]
    public async Task Request_FetchSockets_IsAnsweredToItsAsker(string @namespace, int sockets)
    {
        var (client, socket) = await _worker.ConnectAsync();
        using (client)
        {
            socket.Join("room");

            await _attachment.SendAsync(new PrimaryFrame { Request = new Request { Id = 7, Origin = "asker", Namespace = @namespace, FetchSockets = new Target { Rooms = { "room" } } } });

            var response = (await _attachment.ReadAsync()).Response;
            Assert.That((response.Id, response.To), Is.EqualTo((7L, "asker")));
            Assert.That(response.Sockets.Sockets_, Has.Count.EqualTo(sockets));
            Assert.That(response.Sockets.Sockets_.SelectMany(found => found.Rooms), Is.EquivalentTo(sockets == 0 ? [] : new[] { socket.Id, "room" }));
        }
    }

    [Test]
    public async Task Emit_WithAndWithoutOtherWorkers_IsPassedOnOnlyWhereItMatters()
    {
        _worker.Io.Emit("alone");
        await _attachment.SendAsync(
            new PrimaryFrame { Members = new Members { Members_ = { new Member { Instance = _attachment.Hello.Instance }, new Member { Instance = "b" } } } },
            new PrimaryFrame { Request = new Request { Id = 7, Origin = "asker", Namespace = "/", FetchSockets = new Target() } });
        Assert.That((await _attachment.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Response), "the first emit stayed here");

        _worker.Io.Main.Local.Emit("local");
        _worker.Io.To("room").Except("other").Volatile.Emit("together", new byte[] { 1 });

        var relay = (await _attachment.ReadAsync()).Relay;
        Assert.That(relay.Namespace, Is.EqualTo("/"));
        Assert.That(relay.Target, Is.EqualTo(new Target { Rooms = { "room" }, Except = { "other" } }));
        Assert.That(relay.Broadcast.Volatile, Is.True);
        Assert.That(relay.Broadcast.Packet.First.ToStringUtf8(), Is.EqualTo("""51-["together",{"_placeholder":true,"num":0}]"""));
        Assert.That(relay.Broadcast.Packet.Attachments, Is.EqualTo([ByteString.CopyFrom(1)]));
    }

    /// <summary>
    /// A client that has everything up to id 5. What comes then it gets from the stream, or, if its replay is not through
    /// yet, out of the log: once and in order either way.
    /// </summary>
    private async Task<RawClient> LiveClientAsync()
    {
        Store(8);
        var history = _worker.Io.Main.UseHistory("m");
        var (client, socket) = await _worker.ConnectAsync();
        history.Replay(socket, 5);
        return client;
    }

    private void Store(int count)
    {
        using var log = SequencedLog.Open(new EventLogOptions { Path = _primary.Database }, TimeProvider.System);
        log.Commit([.. Enumerable.Range(1, count).Select(id => new Submission("w", id, new EmitEvent("/", RoomTarget.Everybody, ReadOnlyMemory<byte>.Empty), new DurableAppend($"k{id}", $"text {id}")))]);
    }

    private static PrimaryFrame Event(long number, long durableId, string @namespace = "/")
    {
        var prefix = @namespace == "/" ? "" : @namespace + ",";
        var packet = new Packet { First = ByteString.CopyFromUtf8($"2{prefix}[\"m\",\"text {durableId}\"]"), Slot = 1 };
        return new PrimaryFrame { Event = new Event { Number = number, DurableId = durableId, Emit = new Emit { Namespace = @namespace, Packet = packet.ToByteString(), AllWorkers = true } } };
    }

    private static Broadcast Broadcast(string first) => new() { Packet = new Packet { First = ByteString.CopyFromUtf8(first) } };

    private static PrimaryFrame Relay(Action<Target> target, Action<Relay> operation)
    {
        var relay = new Relay { Namespace = "/", Target = new Target() };
        target(relay.Target);
        operation(relay);
        return new PrimaryFrame { Relay = relay };
    }
}
