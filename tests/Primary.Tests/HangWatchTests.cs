using Primary.Supervision;

namespace Primary.Tests;

/// <summary>Hung workers; the workers are processes that do nothing, the clock is the test's.</summary>
public sealed class HangWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private PrimaryParts _parts = null!;
    private SupervisedWorker _supervised = null!;
    private WorkerProcess _process = null!;
    private LinkProbe? _worker;

    [SetUp]
    public void Start()
    {
        _parts = new PrimaryParts();
        _process = LongProcess.Start();
        _supervised = _parts.Supervise(0);
        _supervised.Adopt(_process);
    }

    [TearDown]
    public async Task StopAsync()
    {
        _process.Kill();
        _worker?.Dispose();
        _worker = null;
        await _parts.DisposeAsync();
        _process.Dispose();
    }

    [Test]
    public async Task Worker_Silent_IsKilledAndItsLinkCut()
    {
        await AttachAsync();

        Pass(10);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Assert.That(_worker!.IsStopped, Is.False);
        Pass(1);

        await _process.WaitForExitAsync(CancellationToken.None).Within();
        Assert.That(_worker.IsStopped, Is.True);
        Assert.That(_parts.Logs.CountOf(305), Is.EqualTo(1));
    }

    [Test]
    [Platform("Linux", Reason = "The busy process is a loop of a shell.")]
    public async Task Worker_SilentButAtWork_IsGivenHalfAMinute()
    {
        using var busy = LongProcess.StartBusy();
        var supervised = _parts.Supervise(1);
        supervised.Adopt(busy);
        using var worker = await _parts.AttachAsync(1, busy.Pid, "busy");
        supervised.SetReady(busy.Pid, sharesPort: false);
        try
        {
            Pass(6, supervised);
            var before = busy.ProcessorTime;
            // A quarter of the time that the test's clock will have passed, and more.
            await Eventually.TrueAsync(() => busy.ProcessorTime - before > TimeSpan.FromSeconds(7), "the work", TimeSpan.FromSeconds(60));

            Pass(24, supervised);
            Assert.That(LongProcess.IsRunning(busy.Pid), Is.True);
            Assert.That((_parts.Logs.CountOf(323), _parts.Logs.CountOf(305)), Is.EqualTo((1, 0)));
            Pass(1, supervised);

            await busy.WaitForExitAsync(CancellationToken.None).Within();
            Assert.That(_parts.Logs.CountOf(305), Is.EqualTo(1));
        }
        finally
        {
            busy.Kill();
        }
    }

    [Test]
    public async Task Worker_HeardOf_IsLeftAlone()
    {
        await AttachAsync();
        for (var i = 0; i < 30; i++)
        {
            Pass(1);
            _worker!.Link.Seen();
        }

        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Assert.That(_parts.Logs.CountOf(305), Is.Zero);
    }

    [Test]
    public async Task Primary_WasStoppedItself_WorkersGetTheirTimeAnew()
    {
        await AttachAsync();
        Pass(5);

        // As when the process is stopped for a while: no timer fires in between.
        _parts.Time.Jump(TimeSpan.FromSeconds(60));
        Pass(1);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Pass(9);

        Assert.That(_parts.Logs.CountOf(305), Is.Zero);
    }

    [Test]
    public async Task Worker_NeverGetsReady_IsKilledAfterAMinute()
    {
        Pass(60);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Pass(1);

        await _process.WaitForExitAsync(CancellationToken.None).Within();
        Assert.That(_parts.Logs.CountOf(305), Is.EqualTo(1));
    }

    [Test]
    public async Task Worker_StaysDetached_IsKilledAfterTenSeconds()
    {
        _supervised.SetReady(_process.Pid, sharesPort: false);
        _supervised.SetDetached(_process.Pid);

        Pass(11);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Pass(1);

        await _process.WaitForExitAsync(CancellationToken.None).Within();
    }

    [Test]
    public async Task Worker_ProcessThatIsToReplaceItIsHeardOf_IsKilledForItsOwnSilence()
    {
        await AttachAsync();
        using var next = await _parts.AttachAsync(0, _process.Pid + 1, "next");

        for (var i = 0; i < 11; i++)
        {
            Pass(1);
            next.Link.Seen();
        }

        await _process.WaitForExitAsync(CancellationToken.None).Within();
        Assert.That((_worker!.IsStopped, next.IsStopped), Is.EqualTo((true, false)));
    }

    private async Task AttachAsync()
    {
        _worker = await _parts.AttachAsync(0, _process.Pid);
        _supervised.SetReady(_process.Pid, sharesPort: false);
    }

    /// <summary>Lets seconds pass; after each the watch looks.</summary>
    private void Pass(int seconds) => Pass(seconds, _supervised);

    private void Pass(int seconds, SupervisedWorker worker)
    {
        for (var i = 0; i < seconds; i++)
        {
            _parts.Time.Advance(Second);
            _parts.HangWatch.Look([worker]);
        }
    }
}
