using Cluster.Protos;
using Google.Protobuf;
using SocketIO.History;

namespace ClusterAdapter.Tests;

/// <summary>What a worker with recovery does with the events of its primary, seen by its clients.</summary>
public sealed class SequencedDispatchTests
{
    private FakePrimary _primary = null!;
    private SocketServer _worker = null!;
    private Attachment _attachment = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _primary = await FakePrimary.StartedAsync();
        _worker = await Workers.StartAsync(_primary, configure: Workers.Recover);
        _attachment = await _primary.AttachedAsync();
        await _attachment.WelcomeAsync(head: 9, database: _primary.Database);
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
        using var client = await ClientAsync();

        await _attachment.SendAsync(Event(11, 6), Event(12, 7));
        await _attachment.SendAsync(Event(12, 7), Event(11, 6), Event(13, 8));

        Assert.That(await client.ReadAsync(3), Is.EqualTo(["""42["m","text 6",6,"epoch.11"]""", """42["m","text 7",7,"epoch.12"]""", """42["m","text 8",8,"epoch.13"]"""]));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Event_WithAStamp_IsDescribed()
    {
        using var client = await ClientAsync();
        var described = Event(11, 6, slot: 13);
        described.Event.Emit.Stamp = new Stamp { Previous = 4, AtMs = 17, Room = "cats", Details = ByteString.CopyFromUtf8("""{"by":"Ada"}""") };

        await _attachment.SendAsync(described);

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 6",6,{"previous":4,"at":17,"room":"cats","by":"Ada"},"epoch.11"]"""));
    }

    [Test]
    public async Task Event_AfterAReattach_ContinuesWhereItStopped()
    {
        using var client = await ClientAsync();
        await _attachment.SendAsync(Event(11, 6));
        await client.ReadAsync();
        _attachment.End();
        var next = await _primary.AttachedAsync();
        Assert.That(next.Hello.Applied, Is.EqualTo(11));

        await next.WelcomeAsync(incarnation: 2, head: 99);
        await next.SendAsync(Event(11, 6), Event(12, 7));

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 7",7,"epoch.12"]"""));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Event_ThatCannotBeRead_StopsTheWorkerRatherThanLeaveAGap()
    {
        _worker.ExpectsErrors = true;
        using var client = await ClientAsync();

        await _attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 11, DurableId = 5, Emit = new Emit { Namespace = "/", Packet = ByteString.CopyFrom(0xFF) } } }, Event(12, 6));

        await Eventually.TrueAsync(() => _worker.Stopping.IsCancellationRequested, "the worker's stop");
        Assert.That(_worker.Logs.Errors, Has.Some.Contain("a frame of the primary could not be handled"));
    }

    [Test]
    public async Task Emit_WithBytes_IsSubmittedAsAPacketOfTheProtocol()
    {
        _worker.Io.To("room").Compress(false).Emit("e", new byte[] { 7 });

        var emit = (await _attachment.ReadAsync()).Submit.Emit;

        var packet = Packet.Parser.ParseFrom(emit.Packet);
        Assert.That(packet, Is.EqualTo(new Packet
        {
            First = ByteString.CopyFromUtf8("""51-["e",{"_placeholder":true,"num":0}]"""),
            Attachments = { ByteString.CopyFrom(7) },
            Slot = 4,
            Uncompressed = true,
        }));
        Assert.That(packet.ToByteString(), Is.EqualTo(emit.Packet));
    }

    [Test]
    public async Task Append_Answered_CompletesAfterItsEventWasDelivered()
    {
        using var client = await ClientAsync();
        var history = _worker.Io.Main.UseHistory("m");
        var appending = history.AppendAsync("key", "text 6", "cats", new AppendOptions { EventName = "n", Details = new { by = "Ada" } }).AsTask();
        var submit = (await _attachment.ReadAsync()).Submit;
        Assert.That(submit.Emit.Append, Is.EqualTo(new Append
        {
            Key = "key",
            Content = "text 6",
            Room = "cats",
            EventName = "n",
            Details = ByteString.CopyFromUtf8("""{"by":"Ada"}"""),
        }));

        var emit = new Emit(submit.Emit) { Target = new Target(), Stamp = new Stamp { Room = "cats" } };
        await _attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 11, DurableId = 6, Emit = emit } });
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["n","text 6",6,{"previous":0,"room":"cats"},"epoch.11"]"""));
        Assert.That(appending.IsCompleted, Is.False);
        await _attachment.AnswerAsync(submit, SubmitAnswer.Types.Status.Sequenced, 6);

        Assert.That((await appending.Within()).Id, Is.EqualTo(6));
    }

    /// <summary>A client whose session began with event 10.</summary>
    private async Task<RawClient> ClientAsync()
    {
        var client = await RawClient.OpenAsync(_worker);
        await client.SendAsync("40");
        var submit = (await _attachment.ReadAsync()).Submit;
        var connected = new SessionEvent
        {
            Kind = SessionEvent.Types.Kind.Connected,
            Namespace = "/",
            Sid = submit.Connect.Sid,
            Generation = 1,
            Owner = _attachment.Hello.Instance,
        };
        await _attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 10, Instance = _attachment.Hello.Instance, Sequence = submit.Sequence, Session = connected } });
        await _attachment.AnswerAsync(submit, SubmitAnswer.Types.Status.Sequenced, 5);
        Assert.That(await client.ReadAsync(), Does.StartWith("40{"));
        return client;
    }

    private static PrimaryFrame Event(long number, long durableId, int slot = 5)
    {
        var packet = new Packet { First = ByteString.CopyFromUtf8($"2[\"m\",\"text {durableId}\"]"), Slot = slot };
        return new PrimaryFrame { Event = new Event { Number = number, DurableId = durableId, Emit = new Emit { Namespace = "/", Packet = packet.ToByteString() } } };
    }
}
