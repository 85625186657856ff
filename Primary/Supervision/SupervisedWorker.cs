using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Keeps one worker of the cluster running: starts its process, watches it, and starts another when it ends.</summary>
internal sealed class SupervisedWorker
{
    private readonly BackOff _backOff = new();
    private readonly FailedStarts _failures;
    private readonly WorkerPlace _place;
    private readonly PrimaryOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;

    public SupervisedWorker(int index, PrimaryOptions options, WorkerLauncher launcher, ILogger logger, TimeProvider time)
    {
        (Index, _options, _logger, _time) = (index, options, logger, time);
        _failures = new FailedStarts(index);
        _place = new WorkerPlace(index, options, launcher, _failures, time);
    }

    /// <summary>Raised after a process has come or gone, to note it down.</summary>
    public event Action? ProcessChanged;

    /// <summary>Raised when a process has ended, or was given up, with the id that it had in the cluster.</summary>
    public event Action<string>? InstanceGone;

    public int Index { get; }

    public WorkerStatus Status => _place.Status;

    /// <summary>The process that has the place.</summary>
    public WorkerRun? Present => _place.Present;

    /// <summary>All processes, first the one that has the place.</summary>
    public IReadOnlyList<WorkerRun> Runs => _place.Runs;

    /// <summary>How long the present process has run.</summary>
    public TimeSpan Age => Present is { } present ? _time.GetElapsedTime(present.StartedAt) : TimeSpan.Zero;

    /// <summary>What a primary that comes after a sudden end is to know.</summary>
    public IEnumerable<FormerWorker> Notes =>
        Runs.Select(run => new FormerWorker(Index, run.Pid, run.Process.StartedAt, _options.UrlOf(Index), _options.Worker));

    /// <summary>Whether a process is one of this worker's.</summary>
    public bool Has(int pid) => Runs.Any(run => run.Pid == pid);

    /// <summary>Notes the id that a process has in the cluster; false when it is not one of this worker's any more.</summary>
    public bool TryAttach(int pid, string instance) => _place.TryAttach(pid, instance);

    /// <summary>Takes over a process of the former primary, before <see cref="RunAsync"/>.</summary>
    public void Adopt(WorkerProcess process) => _place.Adopt(process);

    /// <summary>Gives up a process that was to be adopted.</summary>
    public void Forsake()
    {
        var forsaken = _place.Clear();
        forsaken?.Process.Kill();
        Forget(forsaken);
    }

    /// <summary>Keeps a worker running until it is cancelled.</summary>
    /// <exception cref="PrimaryException">The program never gets ready.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = Start(stopping, out var retry) is { } run
                ? await WatchAsync(run, stopping).ConfigureAwait(false)
                : retry;
            await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts a process beside the present one, which it replaces when it is ready.</summary>
    /// <returns><see langword="null"/> when the place is not <paramref name="former"/>'s any more.</returns>
    /// <exception cref="OperationCanceledException">The cluster stops.</exception>
    public WorkerRun? StartNext(WorkerRun former, CancellationToken stopping)
    {
        if (_place.StartNext(former, stopping) is not { } next)
        {
            return null;
        }
        Log.NextStarted(_logger, Index, next.Pid, former.Pid);
        ProcessChanged?.Invoke();
        return next;
    }

    /// <summary>Gives up a process that was to come; false if it has got the place meanwhile.</summary>
    public async Task<bool> TryAbandonNextAsync(WorkerRun next)
    {
        if (!_place.TryDropNext(next))
        {
            return false;
        }
        await next.KillAsync().ConfigureAwait(false);
        Forget(next);
        ProcessChanged?.Invoke();
        return true;
    }

    /// <summary>Forgets the process that has drained.</summary>
    public void ForgetLeaving()
    {
        Forget(_place.DropLeaving());
        ProcessChanged?.Invoke();
    }

    /// <summary>A process serves: the present one, or the one that was to come, which has the place from now on.</summary>
    public void SetReady(int pid, bool sharesPort)
    {
        if (_place.SetReady(pid, sharesPort))
        {
            // Before the former one drains: a primary that comes after a sudden end adopts the first of the list.
            ProcessChanged?.Invoke();
        }
    }

    /// <summary>The present process has lost its stream.</summary>
    public void SetDetached(int pid) => _place.SetDetached(pid);

    public void SetStopped() => _place.SetStopped();

    private WorkerRun? Start(CancellationToken stopping, out TimeSpan retry)
    {
        retry = TimeSpan.Zero;
        WorkerRun? run;
        bool isNew;
        try
        {
            (run, isNew) = _place.Start(stopping);
        }
        catch (Exception exception)
        {
            retry = _backOff.After(TimeSpan.Zero);
            Log.WorkerStartFailed(_logger, Index, exception.Message, retry.TotalSeconds);
            _failures.Count($"could not be started: {exception.Message}");
            return null;
        }
        if (isNew)
        {
            Log.WorkerStarted(_logger, Index, run!.Pid, _options.Port + Index);
            ProcessChanged?.Invoke();
        }
        return run;
    }

    private async Task<TimeSpan> WatchAsync(WorkerRun run, CancellationToken stopping)
    {
        try
        {
            await Task.WhenAny(run.Ended, run.Replaced).WaitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return TimeSpan.Zero;
        }
        if (!_place.TryVacate(run, out var isAnotherThere))
        {
            // Whoever has replaced it looks after its end.
            return TimeSpan.Zero;
        }
        var how = await run.Ended.ConfigureAwait(false);
        Forget(run);
        var wait = isAnotherThere || run.IsToEnd ? TimeSpan.Zero : _backOff.After(_time.GetElapsedTime(run.StartedAt));
        if (run.IsToEnd)
        {
            Log.WorkerGone(_logger, Index, run.Pid, how);
        }
        else
        {
            Log.WorkerExited(_logger, Index, run.Pid, how, wait.TotalSeconds);
            _failures.Count(how);
        }
        ProcessChanged?.Invoke();
        return wait;
    }

    private void Forget(WorkerRun? run)
    {
        run?.Process.Dispose();
        if (run?.Instance is { } instance)
        {
            InstanceGone?.Invoke(instance);
        }
    }
}
