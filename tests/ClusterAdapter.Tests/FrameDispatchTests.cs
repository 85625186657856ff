using Cluster.Protos;
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
        await _attachment.WelcomeAsync(head: 10, database: _primary.Database);
        await _attachment.ReadAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _worker.DisposeAsync();
        await _primary.DisposeAsync();
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
                Publish(target => target.Rooms.Add("room"), publish => publish.Broadcast = Broadcast("2[\"e\"]")),
                Publish(target => target.Except.Add("room"), publish => publish.Broadcast = Broadcast("2[\"f\"]")),
                Publish(_ => { }, publish => publish.Broadcast = Broadcast("2[\"g\"]")),
                Publish(_ => { }, _ => { }),
                Publish(_ => { }, publish => (publish.Namespace, publish.Broadcast) = ("/unknown", Broadcast("2/unknown,[\"h\"]"))));

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

        var publish = (await _attachment.ReadAsync()).Publish;
        Assert.That(publish.Namespace, Is.EqualTo("/"));
        Assert.That(publish.Target, Is.EqualTo(new Target { Rooms = { "room" }, Except = { "other" } }));
        Assert.That(publish.Broadcast.Volatile, Is.True);
        Assert.That(publish.Broadcast.Packet.First.ToStringUtf8(), Is.EqualTo("""51-["together",{"_placeholder":true,"num":0}]"""));
        Assert.That(publish.Broadcast.Packet.Attachments, Is.EqualTo([ByteString.CopyFrom(1)]));
    }

    private static Broadcast Broadcast(string first) => new() { Packet = new Packet { First = ByteString.CopyFromUtf8(first) } };

    private static PrimaryFrame Publish(Action<Target> target, Action<Publish> operation)
    {
        var publish = new Publish { Namespace = "/", Target = new Target() };
        target(publish.Target);
        operation(publish);
        return new PrimaryFrame { Publish = publish };
    }
}
