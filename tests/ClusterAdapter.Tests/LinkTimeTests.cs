using Cluster.Protos;

namespace ClusterAdapter.Tests;

/// <summary>What the link does as time passes; the worker's clock is the test's.</summary>
public sealed class LinkTimeTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(10);

    private FakePrimary _primary = null!;
    private SteppingTime _time = null!;

    [SetUp]
    public void Create()
    {
        _primary = new FakePrimary();
        _time = new SteppingTime();
    }

    [TearDown]
    public async Task StopAsync() => await _primary.DisposeAsync();

    [Test]
    public async Task NoPrimary_FromTheBeginning_WorkerStopsAfterTheOrphanTimeout()
    {
        var timeout = TimeSpan.FromSeconds(20);
        await using var worker = await Workers.StartAsync(_primary, time: _time, orphanTimeout: timeout);

        var passed = await PassUntilAsync(() => worker.Stopping.IsCancellationRequested);

        Assert.That(passed, Is.GreaterThan(timeout));
    }

    [Test]
    public async Task NoPrimary_AfterOneWasThere_TimeoutCountsFromItsEnd()
    {
        var timeout = TimeSpan.FromSeconds(20);
        await _primary.StartAsync();
        await using var worker = await Workers.StartAsync(_primary, time: _time, orphanTimeout: timeout);
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync();
        await attachment.ReadAsync();
        // Beyond the time-out, with a primary that is heard all the while: the answer shows that it was.
        for (var i = 0; i < 30; i++)
        {
            await attachment.SendAsync(Heartbeat, Question);
            await attachment.ReadAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await attachment.ReadHeartbeatAsync();
        Assert.That(attachment.Ended.IsCompleted, Is.False);

        await _primary.StopAsync();
        var passed = await PassUntilAsync(() => worker.Stopping.IsCancellationRequested);

        Assert.That(passed, Is.GreaterThan(timeout - Step));
    }

    [Test]
    public async Task Primary_SaysNothing_WorkerComesAgain()
    {
        await _primary.StartAsync();
        await using var worker = await Workers.StartAsync(_primary, time: _time);
        var attachment = await _primary.AttachedAsync();
        await attachment.WelcomeAsync();
        await attachment.ReadAsync();

        var passed = await PassUntilAsync(() => attachment.Ended.IsCompleted);

        Assert.That(passed, Is.GreaterThan(MaxSilence));
        await PassUntilAsync(() => _primary.TryTakeAttached(out _));
        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task Primary_NeverWelcomes_WorkerComesAgain()
    {
        await _primary.StartAsync();
        await using var worker = await Workers.StartAsync(_primary, time: _time);
        await _primary.AttachedAsync();
        Attachment? again = null;

        var passed = await PassUntilAsync(() => _primary.TryTakeAttached(out again));

        Assert.That(passed, Is.GreaterThan(MaxSilence));
        await again!.WelcomeAsync();
        Assert.That((await again.ReadAsync()).FrameCase, Is.EqualTo(WorkerFrame.FrameOneofCase.Ready));
        Assert.That(worker.Stopping.IsCancellationRequested, Is.False);
    }

    private static PrimaryFrame Heartbeat { get; } = new() { Heartbeat = new PrimaryHeartbeat() };

    private static PrimaryFrame Question { get; } = new() { Request = new Request { Namespace = "/", FetchSockets = new Target() } };

    /// <summary>Lets time pass until something happens; gives how much has passed at least.</summary>
    private async Task<TimeSpan> PassUntilAsync(Func<bool> happened)
    {
        var start = _time.GetUtcNow();
        await Eventually.TrueAsync(
            () =>
            {
                if (happened())
                {
                    return true;
                }
                _time.Advance(Step);
                return false;
            },
            "what time should bring");
        return _time.GetUtcNow() - start;
    }
}
