using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>
/// Which processes of one worker there are, and how it is doing: all of it changes under one lock. Besides the process that
/// has the place there may be one that is to take it once it serves, and one that has given it up and drains.
/// </summary>
internal sealed class WorkerPlace(int index, PrimaryOptions options, WorkerLauncher launcher, FailedStarts failures, TimeProvider time)
{
    private readonly Lock _lock = new();
    private WorkerRun? _present;
    private WorkerRun? _next;
    private WorkerRun? _leaving;
    private WorkerState _state = WorkerState.Starting;
    private int _restarts;

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

    /// <summary>Gives the place to a process of the former primary.</summary>
    public void Adopt(WorkerProcess process)
    {
        lock (_lock)
        {
            _present = new WorkerRun(process, time.GetTimestamp());
        }
    }

    /// <summary>Takes the place from whoever has it.</summary>
    public WorkerRun? Clear()
    {
        lock (_lock)
        {
            (var former, _present) = (_present, null);
            return former;
        }
    }

    /// <summary>Starts a process if nobody has the place.</summary>
    /// <returns>Who has it then, if anybody, and whether it was started by this.</returns>
    public (WorkerRun? Run, bool IsNew) Start(CancellationToken stopping)
    {
        lock (_lock)
        {
            // Within the lock: whoever stops the cluster looks for processes after it has cancelled.
            if (_present is not null || stopping.IsCancellationRequested)
            {
                return (_present, false);
            }
            _present = new WorkerRun(launcher.Start(index, replaces: false), time.GetTimestamp());
            _state = WorkerState.Starting;
            return (_present, true);
        }
    }

    /// <summary>Starts a process beside the present one.</summary>
    /// <returns><see langword="null"/> when the place is not <paramref name="former"/>'s any more.</returns>
    /// <exception cref="OperationCanceledException">The cluster stops.</exception>
    public WorkerRun? StartNext(WorkerRun former, CancellationToken stopping)
    {
        lock (_lock)
        {
            // Within the lock, as every start: whoever stops the cluster looks for processes after it has cancelled.
            stopping.ThrowIfCancellationRequested();
            return _present != former
                ? null
                : _next = new WorkerRun(launcher.Start(index, replaces: true), time.GetTimestamp());
        }
    }

    /// <summary>Takes out a process that was to come; false if it has got the place meanwhile.</summary>
    public bool TryDropNext(WorkerRun next)
    {
        lock (_lock)
        {
            if (_next != next)
            {
                return false;
            }
            _next = null;
            return true;
        }
    }

    /// <summary>Takes out the process that drains.</summary>
    public WorkerRun? DropLeaving()
    {
        lock (_lock)
        {
            (var gone, _leaving) = (_leaving, null);
            return gone;
        }
    }

    /// <summary>The process that has the place has ended: the one that was to come gets it.</summary>
    /// <returns>False when it had the place no more.</returns>
    public bool TryVacate(WorkerRun run, out bool isAnotherThere)
    {
        lock (_lock)
        {
            isAnotherThere = false;
            if (_present != run)
            {
                return false;
            }
            (_present, _next) = (_next, null);
            isAnotherThere = _present is not null;
            _state = isAnotherThere ? WorkerState.Starting : WorkerState.Restarting;
            _restarts += run.IsToEnd ? 0 : 1;
            return true;
        }
    }

    /// <summary>A process serves: the present one, or the one that was to come, which has the place from now on.</summary>
    /// <returns>Whether the place has changed hands.</returns>
    public bool SetReady(int pid, bool sharesPort)
    {
        lock (_lock)
        {
            var isReplaced = _next?.Pid == pid;
            if (isReplaced)
            {
                (_leaving, _present, _next) = (_present, _next, null);
                _leaving?.SetReplaced();
            }
            // A stream may still hold the words of a process that is gone.
            if ((_present?.Pid ?? 0) == pid)
            {
                _state = WorkerState.Ready;
                failures.Serves();
                _present?.SetReady(sharesPort);
            }
            return isReplaced;
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
}
