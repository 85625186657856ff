using Cluster.Protos;
using Grpc.Core;

namespace ClusterAdapter.Tests;

/// <summary>What a worker says about its link, so that an operator can tell the reasons apart.</summary>
public sealed class LinkLogTests
{
    private const int Attached = 200;
    private const int Lost = 201;
    private const int Exits = 202;
    private const int GivesUp = 206;

    private FakePrimary _primary = null!;

    [SetUp]
    public async Task StartAsync() => _primary = await FakePrimary.StartedAsync();

    [TearDown]
    public async Task StopAsync() => await _primary.DisposeAsync();

    [Test]
    public async Task Welcome_OfALowerIncarnation_IsNamedAsTheReason()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var first = await _primary.AttachedAsync();
        await first.WelcomeAsync(incarnation: 5);
        first.End();
        var outdated = await _primary.AttachedAsync();

        await outdated.WelcomeAsync(incarnation: 4);

        await SaysAsync(worker, "cannot be reached: the primary is older than the one before;");
    }

    [Test]
    public async Task FirstFrame_NoWelcome_IsNamedAsTheReason()
    {
        await using var worker = await Workers.StartAsync(_primary);

        await (await _primary.AttachedAsync()).SendAsync(new PrimaryFrame { Members = new Members() });

        await SaysAsync(worker, "cannot be reached: the primary did not begin with a Welcome;");
    }

    [Test]
    public async Task Stream_BreaksAndTheSameAgain_IsSaidOnceWithWhatThePrimarySaid()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var first = await _primary.AttachedAsync();
        await first.WelcomeAsync();
        await Eventually.TrueAsync(() => worker.Logs.CountOf(Attached) == 1, "the first stream");
        var refusals = 0;
        _primary.Refuse = _ =>
        {
            Interlocked.Increment(ref refusals);
            return new Status(StatusCode.Unavailable, "as the test wants it");
        };

        first.Fail(StatusCode.Unavailable);
        await Eventually.TrueAsync(() => Volatile.Read(ref refusals) >= 2, "two attempts more");
        _primary.Refuse = _ => null;
        await (await _primary.AttachedAsync()).WelcomeAsync();
        await Eventually.TrueAsync(() => worker.Logs.CountOf(Attached) == 2, "the next stream");

        Assert.That(worker.Logs.Messages.Where(message => message.Contains("cannot be reached", StringComparison.Ordinal)),
            Has.Exactly(1).Items.And.All.Contains("cannot be reached: as the test wants it; clients stay"));
    }

    [Test]
    public async Task NoPrimary_IsSaidWithTheCause()
    {
        await _primary.StopAsync();
        await using var worker = await Workers.StartAsync(_primary);

        await Eventually.TrueAsync(() => worker.Logs.CountOf(Lost) > 0, "the warning");

        var said = worker.Logs.Messages.First(message => message.Contains("cannot be reached", StringComparison.Ordinal));
        Assert.That(said, Does.Contain("SocketException").And.Not.Contain("StatusCode"));
    }

    [Test]
    public async Task Attach_Refused_WarnsInThePrimarysWords()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync();
        await attachment.ReadAsync();
        _primary.Refuse = _ => new Status(StatusCode.PermissionDenied, "worker 0 is process 5");

        attachment.Fail(StatusCode.Unavailable);

        await SaysAsync(worker, "the worker cannot go on and stops: worker 0 is process 5 ");
        Assert.That((worker.Logs.CountOf(GivesUp), worker.Logs.CountOf(Exits)), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Event_CannotBeDelivered_Warns()
    {
        await using var worker = await Workers.StartAsync(_primary, configure: Workers.Recover);
        worker.ExpectsErrors = true;
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync();
        var saysNothing = new TargetChanged { Change = new TargetChange { Namespace = "/" } };

        await attachment.SendAsync(new PrimaryFrame { Event = new Event { Number = 1, TargetChanged = saysNothing } });

        await Eventually.TrueAsync(() => worker.Stopping.IsCancellationRequested, "the worker's stop");
        Assert.That((worker.Logs.CountOf(GivesUp), worker.Logs.CountOf(Exits)), Is.EqualTo((1, 0)));
        Assert.That(worker.Logs.CountOf(Lost), Is.Zero, "the primary is there");
    }

    [Test]
    public async Task Drain_IsNoWarning()
    {
        await using var worker = await Workers.StartAsync(_primary);
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync();

        await attachment.SendAsync(new PrimaryFrame { Drain = new Drain() });

        await Eventually.TrueAsync(() => worker.Stopping.IsCancellationRequested, "the worker's stop");
        Assert.That((worker.Logs.CountOf(GivesUp), worker.Logs.CountOf(Exits)), Is.EqualTo((0, 1)));
    }

    private static Task SaysAsync(SocketServer worker, string text) =>
        Eventually.TrueAsync(() => worker.Logs.Messages.Any(message => message.Contains(text, StringComparison.Ordinal)), $"the message \"{text}\"");
}
