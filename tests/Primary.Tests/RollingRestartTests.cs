using Cluster.Protos;
using Primary.Supervision;

namespace Primary.Tests;

/// <summary>The order of a rolling restart; the workers are processes that do nothing, and the test speaks for them.</summary>
public sealed class RollingRestartTests
{
    private readonly List<LinkProbe> _links = [];
    private CancellationTokenSource _stopping = null!;
    private IdleProgram _program = null!;
    private PrimaryParts _parts = null!;
    private SupervisedWorker[] _workers = null!;
    private Task _running = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _stopping = new CancellationTokenSource();
        _program = new IdleProgram();
        _parts = new PrimaryParts(2, _program.Path);
        _workers = [_parts.Supervise(0), _parts.Supervise(1)];
        _running = Task.WhenAll(_workers.Select(worker => worker.RunAsync(_stopping.Token)));
        foreach (var worker in _workers)
        {
            await ServeAsync(worker, await StartedAsync(worker, former: 0));
        }
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running, _parts.Restart.Running).Within();
        foreach (var run in _workers.SelectMany(worker => worker.Runs))
        {
            await run.KillAsync();
        }
        foreach (var link in _links)
        {
            link.Dispose();
        }
        _links.Clear();
        await _parts.DisposeAsync();
        _program.Dispose();
        _stopping.Dispose();
    }

    [Test]
    public async Task Restart_PortsAreShared_EachWorkerServesBeforeTheFormerOneDrains()
    {
        var former = _workers.Select(worker => worker.Present!).ToArray();

        Assert.That(Begin(), Is.Null);
        foreach (var worker in _workers)
        {
            var next = await NextAsync(worker);
            Assert.That(_parts.Restart.Report, Is.EqualTo(new RestartReport(RestartState.Running, 2, worker.Index, worker.Index)));
            Assert.That((worker.Status.Pid, worker.Status.State), Is.EqualTo((former[worker.Index].Pid, WorkerState.Ready)), "the former one serves");
            Assert.That(worker.Has(next.Pid), Is.True, "it may attach");

            await ServeAsync(worker, next);

            Assert.That((worker.Status.Pid, worker.Status.State), Is.EqualTo((next.Pid, WorkerState.Ready)));
            Assert.That(await DrainedAsync(former[worker.Index]), Is.EqualTo(5000));
            Assert.That(LongProcess.IsRunning(former[worker.Index].Pid), Is.True, "it has its window");
            Assert.That(worker.Notes.Select(note => note.Pid), Is.EqualTo([next.Pid, former[worker.Index].Pid]), "a primary that comes next adopts the first");
            former[worker.Index].Process.Kill();
        }

        await _parts.Restart.Running.Within();
        Assert.That(_parts.Restart.Report, Is.EqualTo(new RestartReport(RestartState.Done, 2, 2)));
        Assert.That(_workers.Select(worker => worker.Runs.Count), Is.EqualTo([1, 1]));
        Assert.That(_workers.Select(worker => worker.Status.Restarts), Is.EqualTo([0, 0]), "these were no crashes");
        Assert.That(_parts.Logs.CountOf(304), Is.Zero);
    }

    [Test]
    public async Task Restart_PortIsNotShared_TheFormerOneGoesFirstAndAtOnce()
    {
        var former = _workers[0].Present!;
        _workers[0].SetReady(former.Pid, sharesPort: false);

        Begin();

        Assert.That(await DrainedAsync(former), Is.Zero);
        Assert.That(_workers[0].Runs, Has.Count.EqualTo(1));
        former.Process.Kill();
        var next = await StartedAsync(_workers[0], former.Pid);
        Assert.That(_workers[0].Status.State, Is.EqualTo(WorkerState.Starting));
        await ServeAsync(_workers[0], next);
        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromMilliseconds(100));
                return _parts.Restart.Report!.Worker == 1;
            },
            "the turn of worker 1");
        Assert.That((_workers[0].Status.Restarts, _parts.Logs.CountOf(304)), Is.EqualTo((0, 0)), "this was no crash");
    }

    [Test]
    public async Task Begin_OneIsUnderWay_IsRefused()
    {
        Begin();
        await NextAsync(_workers[0]);

        Assert.That(Begin(), Does.Contain("under way"));
        Assert.That(_workers[0].Runs, Has.Count.EqualTo(2));
    }

    [Test]
    public void Begin_WorkerDoesNotServe_IsRefused()
    {
        _workers[1].SetDetached(_workers[1].Status.Pid);

        Assert.That(Begin(), Does.Contain("worker 1"));
        Assert.That(_parts.Restart.Report, Is.Null);
    }

    [Test]
    public async Task Begin_ClusterStops_IsRefused()
    {
        await _stopping.CancelAsync();

        Assert.That(Begin(), Does.Contain("stops"));
    }

    [Test]
    public async Task Restart_NewProcessDies_IsBrokenOffAndTheFormerOneStays()
    {
        var former = _workers[0].Present!;
        Begin();

        (await NextAsync(_workers[0])).Process.Kill();

        await FailedAsync("killed by signal 9", former);
    }

    [Test]
    public async Task Restart_NewProcessNeverServes_IsBrokenOffAndItIsKilled()
    {
        var former = _workers[0].Present!;
        Begin();
        var next = await NextAsync(_workers[0]);

        // The restart may not have begun to wait yet.
        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromSeconds(61));
                return _parts.Restart.Running.IsCompleted;
            },
            "the end of its patience");

        await FailedAsync("did not get ready", former);
        Assert.That(LongProcess.IsRunning(next.Pid), Is.False);
    }

    [Test]
    public async Task Restart_ProgramIsGone_IsBrokenOffAndTheFormerOneStays()
    {
        var former = _workers[0].Present!;
        File.Delete(_program.Path);

        Begin();

        await FailedAsync("", former);
    }

    [Test]
    public async Task Restart_FormerProcessDiesMeanwhile_TheNewOneHasItsPlaceAtOnce()
    {
        var former = _workers[0].Present!;
        Begin();
        var next = await NextAsync(_workers[0]);

        former.Process.Kill();

        await Eventually.TrueAsync(() => _workers[0].Status.Pid == next.Pid, "the new process in its place");
        Assert.That(_workers[0].Status.State, Is.EqualTo(WorkerState.Starting));
        await ServeAsync(_workers[0], next);
        await NextAsync(_workers[1]);
        Assert.That(_workers[0].Runs.Select(run => run.Pid), Is.EqualTo([next.Pid]));
    }

    [Test]
    public async Task Restart_AnotherWorkerCrashesMeanwhile_IsNotReplacedAgain()
    {
        var former = _workers.Select(worker => worker.Present!).ToArray();
        Begin();
        var next = await NextAsync(_workers[0]);
        former[1].Process.Kill();
        var successor = await StartedAsync(_workers[1], former[1].Pid);
        await ServeAsync(_workers[1], successor);

        await ServeAsync(_workers[0], next);
        await DrainedAsync(former[0]);
        former[0].Process.Kill();

        await _parts.Restart.Running.Within();
        Assert.That(_parts.Restart.Report!.State, Is.EqualTo(RestartState.Done));
        Assert.That(_workers[1].Runs.Select(run => run.Pid), Is.EqualTo([successor.Pid]));
    }

    [Test]
    public async Task Restart_FormerProcessDoesNotDrain_IsKilled()
    {
        var former = _workers[0].Present!;
        Begin();
        await ServeAsync(_workers[0], await NextAsync(_workers[0]));
        await DrainedAsync(former);

        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromSeconds(11));
                return former.Ended.IsCompleted;
            },
            "the end of the process that does not drain");

        await NextAsync(_workers[1]);
        Assert.That(_parts.Logs.CountOf(320), Is.EqualTo(1));
    }

    [Test]
    public async Task Restart_StreamBreaksBeforeTheWordToDrainIsRead_IsToldAgainOnTheNextOne()
    {
        var former = _workers[0].Present!;
        Begin();
        await ServeAsync(_workers[0], await NextAsync(_workers[0]));
        await DrainedAsync(former);

        var broken = _links.Single(link => link.Link.Hello.Pid == former.Pid);
        broken.Dispose();
        _links.Remove(broken);
        _links.Add(await _parts.AttachAsync(0, former.Pid, $"process {former.Pid}"));
        var again = DrainedAsync(former);
        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromMilliseconds(100));
                return again.IsCompleted;
            },
            "the word to drain");

        Assert.That(await again, Is.EqualTo(5000));
        Assert.That(LongProcess.IsRunning(former.Pid), Is.True);
    }

    [Test]
    public async Task Restart_ClusterStops_LeavesTheProcessesToWhoeverStopsIt()
    {
        Begin();
        await NextAsync(_workers[0]);

        await _stopping.CancelAsync();
        await _parts.Restart.Running.Within();

        Assert.That(_workers[0].Runs, Has.Count.EqualTo(2));
        Assert.That(_workers[0].Runs.Select(run => LongProcess.IsRunning(run.Pid)), Is.All.True);
        Assert.That(_parts.Restart.Report!.State, Is.EqualTo(RestartState.Failed));
    }

    private string? Begin() => _parts.Restart.Begin(_workers, _stopping.Token);

    private async Task FailedAsync(string reason, WorkerRun former)
    {
        await _parts.Restart.Running.Within();
        Assert.That(_parts.Restart.Report!.State, Is.EqualTo(RestartState.Failed));
        Assert.That(_parts.Restart.Report.Fault, Does.Contain(reason));
        Assert.That(_workers[0].Runs, Is.EqualTo([former]));
        Assert.That(_workers[0].Status.State, Is.EqualTo(WorkerState.Ready));
        Assert.That(LongProcess.IsRunning(former.Pid), Is.True);
        Assert.That(_parts.Logs.CountOf(318), Is.EqualTo(1));
    }

    /// <summary>The process that a worker's loop has started in place of another.</summary>
    private async Task<WorkerRun> StartedAsync(SupervisedWorker worker, int former)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromMilliseconds(100));
                return worker.Present is { } present && present.Pid != former;
            },
            "the start of a worker");
        return worker.Present!;
    }

    /// <summary>The process that is to take a worker's place.</summary>
    private async Task<WorkerRun> NextAsync(SupervisedWorker worker)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _parts.Time.Advance(TimeSpan.FromMilliseconds(100));
                return worker.Runs.Count == 2;
            },
            "the start of a second process");
        return worker.Runs[1];
    }

    /// <summary>What a worker does when it serves: it is attached, and says so.</summary>
    private async Task ServeAsync(SupervisedWorker worker, WorkerRun run)
    {
        _links.Add(await _parts.AttachAsync(worker.Index, run.Pid, $"process {run.Pid}"));
        worker.SetReady(run.Pid, sharesPort: true);
    }

    /// <summary>Waits until a process is told to drain.</summary>
    /// <returns>Its window in milliseconds.</returns>
    private async Task<long> DrainedAsync(WorkerRun run)
    {
        var link = _links.Single(link => link.Link.Hello.Pid == run.Pid);
        while (true)
        {
            if ((await link.ReadAsync(1)).FirstOrDefault(frame => frame.FrameCase == PrimaryFrame.FrameOneofCase.Drain) is { } frame)
            {
                return frame.Drain.WindowMs;
            }
        }
    }
}
