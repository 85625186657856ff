using Cluster.Protos;
using Microsoft.Extensions.Logging.Testing;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests;

/// <summary>What is said about links, and that none stays behind.</summary>
public sealed class WorkerLinksLogTests
{
    private const int Attached = 400;
    private const int Detached = 401;
    private const int Refused = 402;
    private const int Failed = 403;
    private const int NoHello = 404;
    private const int Overfull = 405;

    private SequencedLog _log = null!;
    private RecordingWatcher _watcher = null!;
    private FakeLogCollector _logs = null!;
    private WorkerLinks _links = null!;

    [SetUp]
    public void Open()
    {
        _log = SequencedLog.Open(new SequencerOptions { Path = null }, TimeProvider.System);
        _watcher = new RecordingWatcher();
        _logs = new FakeLogCollector();
        _links = new WorkerLinks(_log, _watcher, new FakeLogger(_logs), TimeProvider.System);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _links.DisposeAsync();
        _log.Dispose();
    }

    [Test]
    public async Task Run_EndsWell_IsSaid()
    {
        await using var worker = await AttachedWorker.AttachAsync(_links, 0);

        worker.End();
        await worker.Link.Within();

        Assert.That((_logs.CountOf(Attached), _logs.CountOf(Detached), _logs.CountOf(Failed)), Is.EqualTo((1, 1, 0)));
    }

    [Test]
    public async Task Run_WrongFrame_IsSaidOnceWithTheReason()
    {
        await using var worker = await AttachedWorker.AttachAsync(_links, 2);

        worker.Submit(new Submit { Sequence = 1 });
        await Assert.ThrowsAsync<LinkException>(() => worker.Link.Within());

        Assert.That((_logs.CountOf(Failed), _logs.CountOf(Detached)), Is.EqualTo((1, 1)));
        Assert.That(_logs.Messages, Has.Some.Contains("worker 2 (pid 7) cannot go on: a submission has an operation"));
    }

    [Test]
    public async Task Run_Refused_IsSaidOnce()
    {
        _watcher.Refusal = "not you";
        await using var worker = new AttachedWorker(_links, 0, "i");

        worker.Start(new WorkerFrame { Hello = new Hello { Instance = "i" } });
        await Assert.ThrowsAsync<LinkException>(() => worker.Link.Within());

        Assert.That((_logs.CountOf(Refused), _logs.CountOf(Failed), _logs.CountOf(Detached)), Is.EqualTo((1, 0, 0)));
    }

    [Test]
    public async Task Run_NoHello_IsSaid()
    {
        await using var worker = new AttachedWorker(_links, 0, "i");

        worker.Start(new WorkerFrame { Ready = new Ready() });
        await Assert.ThrowsAsync<LinkException>(() => worker.Link.Within());

        Assert.That((_logs.CountOf(NoHello), _logs.CountOf(Failed)), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Run_WatcherThrows_LeavesNoMember()
    {
        _watcher.Fault = new InvalidOperationException("thrown on purpose");
        await using var worker = await AttachedWorker.AttachAsync(_links, 0);

        await Assert.ThrowsAsync<InvalidOperationException>(() => worker.Link.Within());

        Assert.That(_links.Links, Is.Empty);
        Assert.That(_watcher.Heard, Is.EqualTo(["detached instance 0"]));
    }

    [Test]
    public async Task Run_WorkerTakesNothing_IsSaidWithTheReason()
    {
        await using var worker = await AttachedWorker.AttachAsync(_links, 0);
        await worker.NextAsync(PrimaryFrame.FrameOneofCase.Members);
        var link = _links.Links.Single();
        var frame = new PrimaryFrame { Publish = new Publish { Namespace = new string('x', 40_000_000) } };

        worker.Hold();
        for (var i = 0; i < 3; i++)
        {
            link.Send(frame);
        }
        await worker.Link.Within();

        Assert.That((_logs.CountOf(Overfull), _logs.CountOf(Detached)), Is.EqualTo((1, 1)));
    }
}
