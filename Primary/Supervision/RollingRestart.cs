using Cluster.Protos;
using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>
/// Replaces the workers one after the other. Where the port can be shared, the new process serves before the old one
/// stops listening; the old one then closes its connections over a window, and the next worker's turn comes when it is
/// gone. A new process that does not get ready breaks the restart off, and costs nothing: the old ones serve on.
/// </summary>
internal sealed class RollingRestart(PrimaryOptions options, WorkerLinks links, TimeProvider time, ILogger<RollingRestart> logger)
{
    /// <summary>As long as a worker may take to start at any time.</summary>
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(60);

    /// <summary>What a worker gets beyond its window: for clients between two polls, and for its last submissions.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private volatile RestartReport? _report;

    /// <summary>The restart under way, or the last one.</summary>
    public RestartReport? Report => _report;

    /// <summary>Completes when none is under way.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Begins, unless one is under way or a worker does not serve.</summary>
    /// <returns>Why not, or <see langword="null"/>.</returns>
    public string? Begin(SupervisedWorker[] workers, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (stopping.IsCancellationRequested)
            {
                return "the cluster stops";
            }
            if (_report is { State: RestartState.Running })
            {
                return "a rolling restart is under way already";
            }
            if (workers.FirstOrDefault(worker => worker.Status.State != WorkerState.Ready) is { } unready)
            {
                return $"worker {unready.Index} does not serve yet";
            }
            _report = new RestartReport(RestartState.Running, workers.Length, 0, workers[0].Index);
            // Those that run now are to go; one that crashes meanwhile is replaced by that.
            var former = workers.Select(worker => worker.Present).ToArray();
            Running = Task.Run(() => RunAsync(workers, former, stopping), CancellationToken.None);
            return null;
        }
    }

    private async Task RunAsync(SupervisedWorker[] workers, WorkerRun?[] former, CancellationToken stopping)
    {
        var begin = time.GetTimestamp();
        var replaced = 0;
        try
        {
            for (; replaced < workers.Length; replaced++)
            {
                var worker = workers[replaced];
                Log.RestartStep(logger, worker.Index, replaced + 1, workers.Length);
                _report = new RestartReport(RestartState.Running, workers.Length, replaced, worker.Index);
                if (await ReplaceAsync(worker, former[replaced], stopping).ConfigureAwait(false) is { } fault)
                {
                    Fail(fault);
                    return;
                }
            }
            _report = new RestartReport(RestartState.Done, workers.Length, workers.Length);
            Log.RestartDone(logger, workers.Length, time.GetElapsedTime(begin).TotalSeconds);
        }
        catch (OperationCanceledException)
        {
            // The cluster stops, all its processes included.
            Fail("the cluster stops");
        }
        catch (Exception exception)
        {
            // Such as a program that cannot be started any more.
            Fail(exception.Message);
        }

        void Fail(string fault)
        {
            _report = new RestartReport(RestartState.Failed, workers.Length, replaced, Fault: fault);
            Log.RestartFailed(logger, replaced, workers.Length, fault);
        }
    }

    private async Task<string?> ReplaceAsync(SupervisedWorker worker, WorkerRun? former, CancellationToken stopping)
    {
        if (await WaitUntilReadyAsync(worker, stopping).ConfigureAwait(false) is { } unready)
        {
            return unready;
        }
        if (former is null || worker.Present != former)
        {
            return null;
        }
        if (!former.SharesPort)
        {
            // Only one process can listen: the former one goes at once, since nobody serves the port until another does.
            await DrainAsync(worker, former, TimeSpan.Zero, stopping).ConfigureAwait(false);
        }
        else if (await ReplaceBesideAsync(worker, former, stopping).ConfigureAwait(false) is { } fault)
        {
            return fault;
        }
        return await WaitUntilReadyAsync(worker, stopping, former).ConfigureAwait(false);
    }

    private async Task<string?> ReplaceBesideAsync(SupervisedWorker worker, WorkerRun former, CancellationToken stopping)
    {
        if (worker.StartNext(former, stopping) is not { } next)
        {
            // It has just ended by itself; another one comes anyway.
            return null;
        }
        try
        {
            await Task.WhenAny(next.Ready, next.Ended).WaitAsync(MaxStart, time, stopping).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Looked at below.
        }
        var hasEnded = next.Ended.IsCompleted;
        if (!next.Ready.IsCompleted && await worker.TryAbandonNextAsync(next).ConfigureAwait(false))
        {
            return $"the new process {next.Pid} of worker {worker.Index} {(hasEnded ? await next.Ended.ConfigureAwait(false) : "did not get ready")}";
        }
        if (!former.Replaced.IsCompleted)
        {
            // The former one has died meanwhile, and the new one has had its place since.
            return null;
        }
        Log.WorkerReplaced(logger, worker.Index, next.Pid, former.Pid, options.RestartWindow.TotalSeconds);
        await DrainAsync(worker, former, options.RestartWindow, stopping).ConfigureAwait(false);
        worker.ForgetLeaving();
        return null;
    }

    private async Task DrainAsync(SupervisedWorker worker, WorkerRun run, TimeSpan window, CancellationToken stopping)
    {
        run.IsToEnd = true;
        var link = LinkOf(run);
        if (link is null)
        {
            run.Process.Terminate();
        }
        var end = run.EndAsync(window + Farewell, time, stopping);
        for (WorkerLink? told = null; !end.IsCompleted; link = LinkOf(run))
        {
            if (link is not null && link != told)
            {
                // Told again on each new stream: the former one may have broken before it was read.
                link.Send(new PrimaryFrame { Drain = new Drain { WindowMs = (long)window.TotalMilliseconds } });
                told = link;
            }
            await Task.WhenAny(end, Task.Delay(PollInterval, time, stopping)).ConfigureAwait(false);
        }
        if (!await end.ConfigureAwait(false))
        {
            Log.WorkerKilledAtRestart(logger, worker.Index, run.Pid);
        }
    }

    private WorkerLink? LinkOf(WorkerRun run) => links.Links.FirstOrDefault(link => link.Hello.Pid == run.Pid);

    // The state of a process that has just ended is still there for a moment.
    private async Task<string?> WaitUntilReadyAsync(SupervisedWorker worker, CancellationToken stopping, WorkerRun? former = null)
    {
        var begin = time.GetTimestamp();
        while (worker.Status.State != WorkerState.Ready || (former is not null && worker.Present == former))
        {
            if (time.GetElapsedTime(begin) > MaxStart)
            {
                return $"worker {worker.Index} does not get ready";
            }
            await Task.Delay(PollInterval, time, stopping).ConfigureAwait(false);
        }
        return null;
    }
}
