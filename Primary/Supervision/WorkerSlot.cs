using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>
/// One worker's place in the cluster: runs its process, and starts another when it ends. In a rolling restart there may be
/// two for a while: one that is to take the place once it serves, or one that has given it up and drains.
/// </summary>
internal sealed class WorkerSlot(int index, PrimaryOptions options, WorkerLauncher launcher, ILogger logger, TimeProvider time)
{
    private readonly BackOff _backOff = new();
    private readonly FailedStarts _failures = new(index);
    private readonly Lock _lock = new();
    private WorkerRun? _present;
    private WorkerRun? _next;
    private WorkerRun? _leaving;
    private WorkerState _state = WorkerState.Starting;
    private int _restarts;

    /// <summary>Raised after a process has come or gone, to note it down.</summary>
    public event Action? ProcessChanged;

    /// <summary>Raised when a process has ended, or was given up, with the id that it had in the cluster.</summary>
    public event Action<string>? InstanceGone;

    public int Index => index;

    public WorkerStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new WorkerStatus(index, _present?.Pid ?? 0, options.Port + index, options.UrlOf(index), _state, _restarts);
            }
        }
    }

    /// <summary>The process that has the place.</summary>
    public WorkerRun? Present
    {
        get
        {
            lock (_lock)
            {
                return _present;
            }
        }
    }

    /// <summary>All processes, first the one that has the place.</summary>
    public IReadOnlyList<WorkerRun> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. new[] { _present, _next, _leaving }.OfType<WorkerRun>()];
            }
        }
    }

    /// <summary>How long the present process has run.</summary>
    public TimeSpan Age => Present is { } present ? time.GetElapsedTime(present.StartedAt) : TimeSpan.Zero;

    /// <summary>What a primary that comes after a sudden end is to know.</summary>
    public IEnumerable<FormerWorker> Notes =>
        Runs.Select(run => new FormerWorker(index, run.Pid, run.Process.StartedAt, options.UrlOf(index), options.Worker));

    /// <summary>Whether a process is one of this worker's.</summary>
    public bool Has(int pid) => Runs.Any(run => run.Pid == pid);

    /// <summary>Notes the id that a process has in the cluster; false when it is not one of this worker's any more.</summary>
    public bool TryAttach(int pid, string instance)
    {
        lock (_lock)
        {
            foreach (var run in Runs)
            {
                if (run.Pid == pid)
                {
                    run.Instance = instance;
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>Takes over a process of the former primary, before <see cref="RunAsync"/>.</summary>
    public void Adopt(WorkerProcess process)
    {
        lock (_lock)
        {
            _present = new WorkerRun(process, time.GetTimestamp());
        }
    }

    /// <summary>Gives up a process that was to be adopted.</summary>
    public void Forsake()
    {
        WorkerRun? forsaken;
        lock (_lock)
        {
            (forsaken, _present) = (_present, null);
        }
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
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts a process beside the present one, which it replaces when it is ready.</summary>
    /// <returns><see langword="null"/> when the place is not <paramref name="former"/>'s any more.</returns>
    /// <exception cref="OperationCanceledException">The cluster stops.</exception>
    public WorkerRun? StartNext(WorkerRun former, CancellationToken stopping)
    {
        WorkerRun next;
        lock (_lock)
        {
            // Within the lock, as every start: whoever stops the cluster looks for processes after it has cancelled.
            stopping.ThrowIfCancellationRequested();
            if (_present != former)
            {
                return null;
            }
            next = _next = new WorkerRun(launcher.Start(index, replaces: true), time.GetTimestamp());
        }
        Log.NextStarted(logger, index, next.Pid, former.Pid);
        ProcessChanged?.Invoke();
        return next;
    }

    /// <summary>Gives up a process that was to come; false if it has got the place meanwhile.</summary>
    public async Task<bool> TryAbandonNextAsync(WorkerRun next)
    {
        lock (_lock)
        {
            if (_next != next)
            {
                return false;
            }
            _next = null;
        }
        await next.KillAsync().ConfigureAwait(false);
        Forget(next);
        ProcessChanged?.Invoke();
        return true;
    }

    /// <summary>Forgets the process that has drained.</summary>
    public void ForgetLeaving()
    {
        WorkerRun? gone;
        lock (_lock)
        {
            (gone, _leaving) = (_leaving, null);
        }
        Forget(gone);
        ProcessChanged?.Invoke();
    }

    /// <summary>A process serves: the present one, or the one that was to come, which has the place from now on.</summary>
    public void SetReady(int pid, bool sharesPort)
    {
        var isReplaced = false;
        lock (_lock)
        {
            if (_next?.Pid == pid)
            {
                (_leaving, _present, _next) = (_present, _next, null);
                _leaving?.SetReplaced();
                isReplaced = true;
            }
            // A stream may still hold the words of a process that is gone.
            if ((_present?.Pid ?? 0) != pid)
            {
                return;
            }
            _state = WorkerState.Ready;
            _failures.Serves();
            _present?.SetReady(sharesPort);
        }
        if (isReplaced)
        {
            // Before the former one drains: a primary that comes after a sudden end adopts the first of the list.
            ProcessChanged?.Invoke();
        }
    }

    /// <summary>The present process has lost its stream.</summary>
    public void SetDetached(int pid)
    {
        lock (_lock)
        {
            if ((_present?.Pid ?? 0) == pid && _state == WorkerState.Ready)
            {
                _state = WorkerState.Detached;
            }
        }
    }

    public void SetStopped()
    {
        lock (_lock)
        {
            _state = WorkerState.Stopped;
        }
    }

    private WorkerRun? Start(CancellationToken stopping, out TimeSpan retry)
    {
        retry = TimeSpan.Zero;
        WorkerRun run;
        lock (_lock)
        {
            // Within the lock: whoever stops the cluster looks for processes after it has cancelled.
            if (_present is not null || stopping.IsCancellationRequested)
            {
                return _present;
            }
            try
            {
                run = _present = new WorkerRun(launcher.Start(index, replaces: false), time.GetTimestamp());
            }
            catch (Exception exception)
            {
                retry = _backOff.After(TimeSpan.Zero);
                Log.WorkerStartFailed(logger, index, exception.Message, retry.TotalSeconds);
                _failures.Count($"could not be started: {exception.Message}");
                return null;
            }
            _state = WorkerState.Starting;
        }
        Log.WorkerStarted(logger, index, run.Pid, options.Port + index);
        ProcessChanged?.Invoke();
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
        bool isAnotherThere;
        lock (_lock)
        {
            if (_present != run)
            {
                // Whoever has replaced it looks after its end.
                return TimeSpan.Zero;
            }
            _present = _next;
            _next = null;
            isAnotherThere = _present is not null;
            _state = isAnotherThere ? WorkerState.Starting : WorkerState.Restarting;
            _restarts += run.IsToEnd ? 0 : 1;
        }
        var how = await run.Ended.ConfigureAwait(false);
        Forget(run);
        var wait = isAnotherThere || run.IsToEnd ? TimeSpan.Zero : _backOff.After(time.GetElapsedTime(run.StartedAt));
        if (run.IsToEnd)
        {
            Log.WorkerGone(logger, index, run.Pid, how);
        }
        else
        {
            Log.WorkerExited(logger, index, run.Pid, how, wait.TotalSeconds);
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
