using System.Net.Sockets;
using Cluster.Protos;
using Grpc.Core;
using SocketIO.History;

namespace ClusterAdapter.Tests;

/// <summary>The link of a real worker to a primary that a test plays.</summary>
public sealed class LinkTests
{
    private FakePrimary _primary = null!;

    [SetUp]
    public async Task StartAsync() => _primary = await FakePrimary.StartedAsync();

    [TearDown]
    public async Task StopAsync() => await _primary.DisposeAsync();

    [Test]
    public async Task Attach_First_SaysWhoItIsAndWhenItServes()
    {
        await using var worker = await Workers.StartAsync(_primary, index: 1);
        var attachment = await _primary.AttachedAsync();

        var hello = attachment.Hello;
        Assert.That((hello.Index, hello.Port, hello.Pid), Is.EqualTo((1, Workers.FirstPort + 1, Environment.ProcessId)));
        Assert.That((hello.Epoch, hello.Incarnation, hello.Applied), Is.EqualTo(("", 0L, 0L)));
        Assert.That(hello.Instance, Has.Length.EqualTo(32));
        Assert.That(attachment.Token, Is.Null);
        await attachment.WelcomeAsync();
        Assert.That((await attachment.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
    }

    [Test]
    public async Task Attach_WithToken_ShowsIt()
    {
        await using var worker = await Workers.StartAsync(_primary, token: "secret");

        Assert.That((await _primary.AttachedAsync()).Token, Is.EqualTo("secret"));
    }

    [Test]
    public async Task Attach_Again_ResumesFromTheLastEventApplied()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var first = await _primary.AttachedAsync();
        await first.WelcomeAsync(incarnation: 3, head: 10);
        await first.SendAsync(Event(11), Event(12), new PrimaryFrame { Receipt = new Receipt { Id = 1 } });
        await Eventually.TrueAsync(async () => (await first.ReadHeartbeatAsync()).Applied == 12, "the heartbeat that says so");
        first.End();

        var second = await _primary.AttachedAsync();

        Assert.That((second.Hello.Applied, second.Hello.Epoch, second.Hello.Incarnation), Is.EqualTo((12L, "epoch", 3L)));
        Assert.That(second.Hello.Instance, Is.EqualTo(first.Hello.Instance));
        await second.WelcomeAsync(incarnation: 4, head: 99);
        Assert.That((await second.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
        second.End();
        var third = await _primary.AttachedAsync();
        Assert.That((third.Hello.Applied, third.Hello.Incarnation), Is.EqualTo((12L, 4L)), "not the head");
    }

    [Test]
    public async Task Attach_AfterTheStreamBroke_ResendsWhatHasNoAnswer()
    {
        await using var worker = await Workers.StartAsync(_primary, configure: Workers.Recover);
        var history = worker.Io.Main.UseHistory("m");
        var first = await WelcomedAsync();
        var answered = history.AppendAsync("k1", "one").AsTask();
        var lost = history.AppendAsync("k2", "two").AsTask();
        var submits = new[] { (await first.ReadAsync()).Submit, (await first.ReadAsync()).Submit };
        await first.AnswerAsync(submits[0], SubmitAnswer.Types.Status.Sequenced, 1);
        Assert.That(await answered.Within(), Is.EqualTo(new AppendResult(AppendStatus.Stored, 1)));

        await _primary.StopAsync();
        var meanwhile = history.AppendAsync("k3", "three").AsTask();
        await _primary.StartAsync();
        var second = await WelcomedAsync(incarnation: 2);

        var resent = (await second.ReadAsync()).Submit;
        Assert.That(resent, Is.EqualTo(submits[1]));
        var next = (await second.ReadAsync()).Submit;
        Assert.That((next.Sequence, next.Emit.Append.Key), Is.EqualTo((3L, "k3")));
        await second.AnswerAsync(resent, SubmitAnswer.Types.Status.Duplicate, 2);
        await second.AnswerAsync(next, SubmitAnswer.Types.Status.KeyConflict, 1);
        Assert.That(await lost.Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 2)));
        Assert.That(await meanwhile.Within(), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 1)));
    }

    [Test]
    public async Task UseHistory_IsSaidAtOnceAndOnEachStream()
    {
        await using var worker = await Workers.StartAsync(_primary, configure: Workers.Recover);
        worker.Io.Main.UseHistory("m", new HistoryOptions { MaxEvents = 7, MaxAge = TimeSpan.FromHours(1) });
        var first = await WelcomedAsync();
        var news = worker.Io.Main.UseHistory("n", new HistoryOptions { Name = "news" });
        _ = news.AppendAsync("k", "text").AsTask();
        await first.ReadAsync();
        KeepHistory[] said = [new() { MaxEvents = 7, MaxAgeMs = 3_600_000 }, new() { History = "news" }];
        Assert.That(first.Histories, Is.EqualTo(said));

        first.End();
        var second = await WelcomedAsync(incarnation: 2);
        await second.ReadHeartbeatAsync();

        Assert.That(second.Histories, Is.EqualTo(said));
    }

    [Test]
    public async Task Welcome_OfALowerIncarnation_IsNotFollowed()
    {
        await using var worker = await Workers.StartAsync(_primary);
        (await WelcomedAsync(incarnation: 5)).End();

        var outdated = await _primary.AttachedAsync();
        Assert.That(outdated.Hello.Incarnation, Is.EqualTo(5));
        await outdated.WelcomeAsync(incarnation: 4);
        await outdated.Ended.Within();

        var next = await _primary.AttachedAsync();
        Assert.That(next.Hello.Incarnation, Is.EqualTo(5));
        await next.WelcomeAsync(incarnation: 6);
        Assert.That((await next.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Welcome_OfAnotherEpoch_StopsTheWorker()
    {
        await using var worker = await Workers.StartAsync(_primary);
        (await WelcomedAsync()).End();

        await (await _primary.AttachedAsync()).WelcomeAsync(epoch: "another");

        await StoppedAsync(worker);
    }

    [Test]
    public async Task FirstFrame_NoWelcome_WorkerTriesAgain()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var first = await _primary.AttachedAsync();

        await first.SendAsync(Event(1));
        await first.Ended.Within();

        Assert.That((await _primary.AttachedAsync()).Hello.Applied, Is.Zero);
    }

    [TestCase(StatusCode.PermissionDenied)]
    [TestCase(StatusCode.Unauthenticated)]
    public async Task Attach_Refused_StopsTheWorker(StatusCode code)
    {
        // Not at the first attempt: the host might still be starting, and would say so in its own way.
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await WelcomedAsync();
        _primary.Refuse = _ => new Status(code, "worker 0 is process 5");

        attachment.Fail(StatusCode.Unavailable);

        await StoppedAsync(worker);
    }

    [TestCase(StatusCode.Unavailable)]
    [TestCase(StatusCode.Internal)]
    [TestCase(StatusCode.Cancelled)]
    public async Task Stream_Breaks_WorkerComesBack(StatusCode code)
    {
        await using var worker = await Workers.StartAsync(_primary);
        (await WelcomedAsync()).Fail(code);

        await WelcomedAsync();

        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Stream_LogDoesNotReachBack_StopsTheWorker()
    {
        await using var worker = await Workers.StartAsync(_primary);
        (await WelcomedAsync()).Fail(StatusCode.DataLoss);

        await StoppedAsync(worker);
    }

    [Test]
    public async Task Drain_StopsTheWorker()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await WelcomedAsync();

        await attachment.SendAsync(new PrimaryFrame { Drain = new Drain() });

        await StoppedAsync(worker);
    }

    [Test]
    public async Task Drain_WithAWindow_ClosesTheConnectionsOneAfterTheOtherFirst()
    {
        var time = new SteppingTime();
        await using var worker = await Workers.StartAsync(_primary, time: time);
        var attachment = await WelcomedAsync();
        using var first = await RawClient.OpenAsync(worker);
        using var second = await RawClient.OpenAsync(worker);

        await attachment.SendAsync(new PrimaryFrame { Drain = new Drain { WindowMs = 4000 } });

        await Eventually.TrueAsync(() => worker.Io.Engine.ClientsCount == 1, "the first close");
        Assert.That(() => new TcpClient("127.0.0.1", worker.Port).Dispose(), Throws.InstanceOf<SocketException>(), "it listens no more");
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return worker.Io.Engine.ClientsCount == 0;
            },
            "the second close");
        await StoppedAsync(worker);
        foreach (var client in (RawClient[])[first, second])
        {
            Assert.That(await client.ReadToEndAsync(), Has.None.StartsWith("41"), "a DISCONNECT packet keeps clients from coming back");
        }
    }

    [Test]
    public async Task Drain_AtOnceWhileItDrains_StopsTheWorker()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await WelcomedAsync();
        using var first = await RawClient.OpenAsync(worker);
        using var second = await RawClient.OpenAsync(worker);
        await attachment.SendAsync(new PrimaryFrame { Drain = new Drain { WindowMs = 60_000 } });
        await Eventually.TrueAsync(() => worker.Io.Engine.ClientsCount == 1, "the first close");

        await attachment.SendAsync(new PrimaryFrame { Drain = new Drain() });

        await StoppedAsync(worker);
    }

    [Test]
    public async Task Frame_OfANewerPrimary_IsIgnored()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await WelcomedAsync();

        await attachment.SendAsync(new PrimaryFrame(), Event(1));

        await Eventually.TrueAsync(async () => (await attachment.ReadHeartbeatAsync()).Applied == 1, "the heartbeat that says so");
    }

    private async Task<Attachment> WelcomedAsync(long incarnation = 1)
    {
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync(incarnation: incarnation);
        Assert.That((await attachment.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
        return attachment;
    }

    private static Task StoppedAsync(SocketServer worker) => Eventually.TrueAsync(() => worker.Stopping.IsCancellationRequested, "the worker's stop");

    private static PrimaryFrame Event(long number) => new() { Event = new Event { Number = number, Emit = new Emit { Namespace = "/" } } };
}
