using Cluster.Protos;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using SocketIO.Sequencer;
using SessionKey = Cluster.Protos.SessionKey;

namespace Cluster.Relay.Tests;

/// <summary>A relay in one process with workers on pipes, and a log in memory.</summary>
public sealed class WorkerLinksTests
{
    private readonly List<AttachedWorker> _workers = [];
    private readonly SteppingTime _time = new();
    private SequencedLog _log = null!;
    private RecordingWatcher _watcher = null!;
    private WorkerLinks _links = null!;

    [SetUp]
    public void Open()
    {
        _log = SequencedLog.Open(new SequencerOptions { Path = null }, _time);
        _watcher = new RecordingWatcher();
        _links = new WorkerLinks(_log, _watcher, NullLogger.Instance, _time);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
        _workers.Clear();
        await _links.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task Run_Attach_IsWelcomedAndToldWhoIsThereAndWatched()
    {
        var first = await AttachAsync(0);
        Connect(first, 1, "s");
        await first.AnswerAsync();
        var second = New(1);

        var welcome = await second.OpenAsync();

        Assert.That((welcome.Epoch, welcome.Incarnation, welcome.Committed, welcome.Head, welcome.Database), Is.EqualTo((_log.Epoch, 1L, 0L, 1L, _log.Database)));
        Assert.That(second.CompleteTo, Is.EqualTo(1));
        var presence = (await second.NextAsync()).Presence;
        Assert.That((presence.Number, presence.Sessions.Single().Sid, presence.Sessions.Single().Person), Is.EqualTo((1L, "s", "s-person")));
        Assert.That((await second.NextAsync()).Members.Members_, Has.Count.EqualTo(2));
        await second.CloseAsync();
        Assert.That(_watcher.Heard, Is.EqualTo(["attached instance 0", "attached instance 1", "detached instance 1"]));
    }

    [Test]
    public async Task Run_NotAHello_IsAFault()
    {
        var worker = New(0);
        worker.Start(new WorkerFrame { Ready = new Ready() });
        Assert.That((await Assert.ThrowsAsync<LinkException>(() => worker.Link.Within()))!.Fault, Is.EqualTo(LinkFault.Protocol));
    }

    [Test]
    public async Task Run_WatcherRefuses_IsTold()
    {
        _watcher.Refusal = "not you";
        var worker = New(0);
        var thrown = await Assert.ThrowsAsync<LinkException>(() => RefusedAsync(worker));
        Assert.That((thrown!.Fault, thrown.Message), Is.EqualTo((LinkFault.Refused, "not you")));
        Assert.That(_links.Links, Is.Empty);
    }

    [Test]
    public async Task Run_WrongFrame_EndsOnlyThatLink()
    {
        var wrong = await AttachAsync(0);
        var right = await AttachAsync(1);
        wrong.Submit(new Submit { Sequence = 1 });
        Assert.That((await Assert.ThrowsAsync<LinkException>(() => wrong.Link.Within()))!.Fault, Is.EqualTo(LinkFault.Protocol));
        Connect(right, 1, "s");
        Assert.That((await right.AnswerAsync()).Status, Is.EqualTo(SubmitAnswer.Types.Status.Sequenced));
    }

    [Test]
    public async Task Events_OnlyThoseThatConcernAWorker_AndHowFarItIsComplete()
    {
        var (one, other) = (await AttachAsync(0), await AttachAsync(1));
        Connect(one, 1, "s");
        Join(one, 2, "s", "room");
        Emit(one, 3, "room");
        Emit(one, 4, "nobody");
        var said = await WaitAsync(one, 4);
        Assert.That(said.Where(words => !words.StartsWith("answer", StringComparison.Ordinal)), Is.EqualTo(["1 Connected s", "2 Joined s", "3 Emit"]));
        Assert.That(one.CompleteTo, Is.EqualTo(4));

        Assert.That(await other.DrainAsync(), Is.EqualTo(["1 Connected s"]));
        _time.Advance(TimeSpan.FromSeconds(1));
        var heartbeat = await other.NextAsync(PrimaryFrame.FrameOneofCase.Heartbeat);

        Assert.That(heartbeat.Heartbeat.CompleteTo, Is.LessThanOrEqualTo(4));
        Assert.That(other.CompleteTo, Is.EqualTo(4));
    }

    [Test]
    public async Task Events_FilteredStreamTornAndResumed_GoesOnWhereItWasComplete()
    {
        var (one, other) = (await AttachAsync(0), await AttachAsync(1));
        Connect(other, 1, "t");
        Connect(one, 1, "s");
        await WaitAsync(one, 1);
        await WaitAsync(other, 1);
        await other.DrainAsync();
        var applied = other.CompleteTo;
        await other.CloseAsync();
        Emit(one, 2, "nobody");
        Emit(one, 3, "t");
        await WaitAsync(one, 3);

        var again = await AttachAsync(1, hello => (hello.Epoch, hello.Applied) = (_log.Epoch, applied));

        Assert.That(await again.DrainAsync(), Is.EqualTo(["4 Emit"]));
        Assert.That(again.CompleteTo, Is.EqualTo(4));
    }

    [Test]
    public async Task Claim_FromAnotherWorker_IsSeenByBothAndAllIsInItForTheClaimer()
    {
        var (one, other) = (await AttachAsync(0), await AttachAsync(1));
        Connect(one, 1, "s");
        Join(one, 2, "s", "room");
        one.Submit(new Submit { Sequence = 3, Data = new DataChange { Session = Key("s", 1), Key = "k", Json = ByteString.CopyFromUtf8("1") } });
        Emit(one, 4, "room");
        await WaitAsync(one, 4);

        other.Submit(new Submit { Sequence = 1, Claim = new Claim { Namespace = "/", Pid = "s-pid", Epoch = _log.Epoch, Number = 2 } });

        var atClaimer = (await other.NextAsync(PrimaryFrame.FrameOneofCase.Event)).Event;
        while (atClaimer.Session.Kind != SessionEvent.Types.Kind.Claimed)
        {
            atClaimer = (await other.NextAsync(PrimaryFrame.FrameOneofCase.Event)).Event;
        }
        Assert.That((atClaimer.Instance, atClaimer.Sequence), Is.EqualTo(("instance 1", 1L)));
        Assert.That((atClaimer.Session.Generation, atClaimer.Session.Owner, atClaimer.Session.Position), Is.EqualTo((2L, "instance 1", 2L)));
        Assert.That(atClaimer.Session.Rooms, Is.EquivalentTo(["s", "room"]));
        Assert.That(atClaimer.Session.Data["k"].ToStringUtf8(), Is.EqualTo("1"));
        var atOld = (await one.NextAsync(PrimaryFrame.FrameOneofCase.Event)).Event.Session;
        Assert.That((atOld.Kind, atOld.Sid, atOld.Generation, atOld.Owner), Is.EqualTo((SessionEvent.Types.Kind.Claimed, "s", 2L, "instance 1")));
        Assert.That((atOld.Rooms.Count, atOld.Data.Count), Is.EqualTo((0, 0)));
        Ask(other, "s", 2, after: 2);
        Assert.That(await other.DrainAsync(), Is.EqualTo(["answer 1 Sequenced", "missed 4 up to 5, live"]));
    }

    [Test]
    public async Task ReadMissed_Pages_AreLiveExactlyAtTheEndOfTheLast()
    {
        var one = await AttachAsync(0);
        Connect(one, 1, "s");
        for (var i = 2; i < 6; i++)
        {
            Emit(one, i, "s");
        }
        await WaitAsync(one, 5);
        Ask(one, "s", 1, after: 1, maxBytes: 20);
        Ask(one, "s", 1, after: 3, maxBytes: 20);
        Emit(one, 6, "s");

        var said = await WaitAsync(one, 6);

        Assert.That(said, Is.EqualTo(["missed 2,3 up to 3", "missed 4,5 up to 5, live", "6 Emit", "answer 6 Sequenced"]));
        Ask(one, "s", 2, after: 1);
        Ask(one, "unknown", 1, after: 1);
        Assert.That(await one.DrainAsync(), Is.EqualTo(["missed  up to 1, lost", "missed  up to 1, lost"]));
    }

    [Test]
    public async Task GiveUp_Instance_CutsItsLinkAndItMayNotComeBack()
    {
        var (one, other) = (await AttachAsync(0), await AttachAsync(1));
        Connect(one, 1, "s");
        await WaitAsync(one, 1);

        _links.GiveUp("instance 0");
        await one.Link.Within();

        var gone = (await other.NextAsync(PrimaryFrame.FrameOneofCase.Event)).Event;
        while (gone.Session.Kind != SessionEvent.Types.Kind.WorkerGone)
        {
            gone = (await other.NextAsync(PrimaryFrame.FrameOneofCase.Event)).Event;
        }
        Assert.That((gone.Session.Owner, gone.Session.Sessions.Single().Sid, gone.Session.Sessions.Single().Ended), Is.EqualTo(("instance 0", "s", false)));
        var thrown = await Assert.ThrowsAsync<LinkException>(() => RefusedAsync(New(0)));
        Assert.That(thrown!.Fault, Is.EqualTo(LinkFault.Refused));
    }

    [Test]
    public async Task GiveUpAbsent_OnlyInstancesThatNeverAttached_AreGivenUp()
    {
        _log.Commit([new Submission("of the former life", 1, new SocketIO.Sequencing.ConnectOperation { Namespace = "/", Sid = "former", Pid = "p", Window = TimeSpan.FromMinutes(1) })]);
        var (one, other) = (await AttachAsync(0), await AttachAsync(1));
        Connect(one, 1, "s");
        await WaitAsync(one, 1);
        await one.CloseAsync();

        _links.GiveUpAbsent();

        await Eventually.TrueAsync(() => _log.IsGone("of the former life"), "it is given up");
        Assert.That(_log.IsGone("instance 0"), Is.False, "its stream broke, that is all");
        Assert.That(await other.DrainAsync(), Does.Contain("3 WorkerGone "));
    }

    [Test]
    public async Task Run_RetentionAsked_IsKept()
    {
        await AttachAsync(0, hello => hello.RetentionMs = (long)TimeSpan.FromHours(1).TotalMilliseconds);
        _log.Commit([new Submission("x", 1, new SocketIO.Sequencing.EmitEvent("/", SocketIO.Sequencing.BroadcastTarget.Everyone, default))]);
        _time.Advance(TimeSpan.FromMinutes(59));
        _log.Trim();
        Assert.That(_log.FirstNumber, Is.EqualTo(1));
    }

    private static Task RefusedAsync(AttachedWorker worker)
    {
        worker.Start(new WorkerFrame { Hello = new Hello { Instance = worker.Instance } });
        return worker.Link.Within();
    }

    private async Task<AttachedWorker> AttachAsync(int index, Action<Hello>? change = null)
    {
        var worker = New(index);
        await worker.OpenAsync(change);
        return worker;
    }

    private AttachedWorker New(int index)
    {
        var worker = new AttachedWorker(_links, index, $"instance {index}");
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Everything up to the answer with the sequence.</summary>
    private static async Task<List<string>> WaitAsync(AttachedWorker worker, long sequence)
    {
        var said = new List<string>();
        while (!said.Exists(words => words.StartsWith($"answer {sequence} ", StringComparison.Ordinal)))
        {
            said.AddRange(await worker.DrainAsync());
        }
        return said;
    }

    private static SessionKey Key(string sid, long generation) => new() { Sid = sid, Generation = generation };

    private static void Connect(AttachedWorker worker, long sequence, string sid) => worker.Submit(new Submit
    {
        Sequence = sequence,
        Connect = new Connect { Namespace = "/", Sid = sid, Pid = sid + "-pid", Person = sid + "-person", WindowMs = 120_000 },
    });

    private static void Join(AttachedWorker worker, long sequence, string sid, string room) =>
        worker.Submit(new Submit { Sequence = sequence, Join = new RoomChange { Session = Key(sid, 1), Rooms = { room } } });

    private static void Emit(AttachedWorker worker, long sequence, string room) => worker.Submit(new Submit
    {
        Sequence = sequence,
        Emit = new Emit { Namespace = "/", Target = new Target { Rooms = { room } }, Packet = ByteString.CopyFromUtf8("0123456789") },
    });

    private static void Ask(AttachedWorker worker, string sid, long generation, long after, int maxBytes = 1_000) =>
        worker.Send(new WorkerFrame { ReadMissed = new ReadMissed { Session = Key(sid, generation), After = after, MaxBytes = maxBytes } });
}
