using Primary.Supervision;

namespace Primary.Tests;

/// <summary>Hung workers; the workers are processes that do nothing, the clock is the test's.</summary>
public sealed class HangWatchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private PrimaryParts _parts = null!;
    private WorkerSlot _slot = null!;
    private WorkerProcess _process = null!;
    private LinkProbe? _worker;

    [SetUp]
    public void Start()
    {
        _parts = new PrimaryParts();
        _process = LongProcess.Start();
        _slot = _parts.Slot(0);
        _slot.Adopt(_process);
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
        Assert.That(_parts.Logs.Count(305), Is.EqualTo(1));
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
        Assert.That(_parts.Logs.Count(305), Is.Zero);
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

        Assert.That(_parts.Logs.Count(305), Is.Zero);
    }

    [Test]
    public async Task Worker_NeverGetsReady_IsKilledAfterAMinute()
    {
        Pass(60);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Pass(1);

        await _process.WaitForExitAsync(CancellationToken.None).Within();
        Assert.That(_parts.Logs.Count(305), Is.EqualTo(1));
    }

    [Test]
    public async Task Worker_StaysDetached_IsKilledAfterTenSeconds()
    {
        _slot.Set(WorkerState.Detached);

        Pass(11);
        Assert.That(LongProcess.IsRunning(_process.Pid), Is.True);
        Pass(1);

        await _process.WaitForExitAsync(CancellationToken.None).Within();
    }

    private async Task AttachAsync()
    {
        _worker = await _parts.AttachAsync(0);
        _slot.Set(WorkerState.Ready);
    }

    /// <summary>Lets seconds pass; after each the watch looks.</summary>
    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _parts.Time.Advance(Second);
            _parts.HangWatch.Look([_slot]);
        }
    }
}
