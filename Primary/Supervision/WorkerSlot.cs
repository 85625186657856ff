using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>One worker's place in the cluster: runs its process, and starts another when it ends.</summary>
internal sealed class WorkerSlot(int index, PrimaryOptions options, WorkerLauncher launcher, ILogger logger, TimeProvider time)
{
    /// <summary>A program that never gets ready is not worth trying for ever.</summary>
    private const int MaxFailedStarts = 5;

    private readonly BackOff _backOff = new();
    private readonly Lock _lock = new();
    private WorkerProcess? _process;
    private string? _instance;
    private WorkerState _state = WorkerState.Starting;
    private long _startedAt;
    private int _restarts;
    private int _failedStarts;
    private bool _everReady;

    /// <summary>Raised after the process has changed, to note it down.</summary>
    public event Action? ProcessChanged;

    /// <summary>Raised when the process has ended, or was given up, with the id that it had in the cluster.</summary>
    public event Action<string>? InstanceGone;

    public int Index => index;

    public WorkerStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new WorkerStatus(index, _process?.Pid ?? 0, options.Port + index, options.UrlOf(index), _state, _restarts);
            }
        }
    }

    /// <summary>How long the present process has run.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_lock)
            {
                return _process is null ? TimeSpan.Zero : time.GetElapsedTime(_startedAt);
            }
        }
    }

    public FormerWorker? Note
    {
        get
        {
            lock (_lock)
            {
                return _process is null ? null : new FormerWorker(index, _process.Pid, _process.StartedAt, options.UrlOf(index), options.Worker);
            }
        }
    }

    /// <summary>Takes over a process of the former primary, before <see cref="RunAsync"/>.</summary>
    public void Adopt(WorkerProcess process)
    {
        lock (_lock)
        {
            _process = process;
            _startedAt = time.GetTimestamp();
        }
    }

    /// <summary>Notes the id that the process has in the cluster; false when it is not this place's process any more.</summary>
    public bool TryAttach(int pid, string instance)
    {
        lock (_lock)
        {
            if ((_process?.Pid ?? 0) != pid)
            {
                return false;
            }
            _instance = instance;
            return true;
        }
    }

    /// <summary>Gives up a process that was to be adopted.</summary>
    public void Forsake()
    {
        string? instance;
        lock (_lock)
        {
            _process?.Kill();
            _process?.Dispose();
            _process = null;
            instance = TakeInstance();
        }
        TellGone(instance);
    }

    /// <summary>Keeps a worker running until it is cancelled.</summary>
    /// <exception cref="PrimaryException">The program never gets ready.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var wait = Start(stopping, out var retry) is { } process
                ? await WatchAsync(process, stopping).ConfigureAwait(false)
                : retry;
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Set(WorkerState state)
    {
        lock (_lock)
        {
            _state = state;
            if (state == WorkerState.Ready)
            {
                _everReady = true;
                _failedStarts = 0;
            }
        }
    }

    public void Terminate()
    {
        lock (_lock)
        {
            _process?.Terminate();
        }
    }

    public void Kill()
    {
        lock (_lock)
        {
            _process?.Kill();
        }
    }

    /// <summary>Completes when the process has ended; at once when there is none.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _process?.WaitForExitAsync(cancellation) ?? Task.CompletedTask;
        }
    }

    private WorkerProcess? Start(CancellationToken stopping, out TimeSpan retry)
    {
        retry = TimeSpan.Zero;
        lock (_lock)
        {
            // Within the lock: whoever stops the cluster looks for processes after it has cancelled.
            if (_process is not null || stopping.IsCancellationRequested)
            {
                return _process;
            }
            try
            {
                _process = launcher.Start(index);
            }
            catch (Exception exception)
            {
                retry = _backOff.After(TimeSpan.Zero);
                Log.WorkerStartFailed(logger, index, exception.Message, retry.TotalSeconds);
                CountFailure($"could not be started: {exception.Message}");
                return null;
            }
            _startedAt = time.GetTimestamp();
            _state = WorkerState.Starting;
        }
        Log.WorkerStarted(logger, index, _process.Pid, options.Port + index);
        ProcessChanged?.Invoke();
        return _process;
    }

    private async Task<TimeSpan> WatchAsync(WorkerProcess process, CancellationToken stopping)
    {
        string how;
        try
        {
            how = await process.WaitForExitAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return TimeSpan.Zero;
        }
        var wait = _backOff.After(Age);
        string? instance;
        lock (_lock)
        {
            _process = null;
            instance = TakeInstance();
            _state = WorkerState.Restarting;
            _restarts++;
        }
        process.Dispose();
        TellGone(instance);
        Log.WorkerExited(logger, index, process.Pid, how, wait.TotalSeconds);
        ProcessChanged?.Invoke();
        CountFailure(how);
        return wait;
    }

    private string? TakeInstance()
    {
        var instance = _instance;
        _instance = null;
        return instance;
    }

    private void TellGone(string? instance)
    {
        if (instance is not null)
        {
            InstanceGone?.Invoke(instance);
        }
    }

    private void CountFailure(string how)
    {
        if (!_everReady && ++_failedStarts >= MaxFailedStarts)
        {
            throw new PrimaryException($"Worker {index} failed {MaxFailedStarts} times before it was ready; the last time it {how}.");
        }
    }
}
