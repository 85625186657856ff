namespace Primary.Supervision;

/// <summary>One process of a worker, from its start to its end.</summary>
internal sealed class WorkerRun(WorkerProcess process, long startedAt)
{
    private static readonly TimeSpan KillPatience = TimeSpan.FromMilliseconds(500);

    // One wait for each process, however many look at it: the process is disposed once it has ended.
    private readonly Lazy<Task<string>> _ended = new(() => process.WaitForExitAsync(CancellationToken.None));
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isToEnd;
    private volatile bool _sharesPort;

    public WorkerProcess Process => process;

    public int Pid => process.Pid;

    /// <summary>The id that it has in the cluster, once it has attached.</summary>
    public string? Instance { get; set; }

    /// <summary>When it was started, as a timestamp; an adopted one when it was adopted.</summary>
    public long StartedAt => startedAt;

    /// <summary>Completes when it serves for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when another process has its place; it serves its own clients until it ends.</summary>
    public Task Replaced => _replaced.Task;

    /// <summary>Completes with how it ended, which says whether it was killed.</summary>
    public Task<string> Ended => _ended.Value;

    /// <summary>Whether another process may listen on its port beside it.</summary>
    public bool SharesPort => _sharesPort;

    /// <summary>Whether it was told to end, so that its end is no crash.</summary>
    public bool IsToEnd
    {
        get => _isToEnd;
        set => _isToEnd = value;
    }

    public void SetReady(bool sharesPort)
    {
        _sharesPort = sharesPort;
        _ready.TrySetResult();
    }

    public void SetReplaced() => _replaced.TrySetResult();

    /// <summary>Waits for its end, and kills it when that takes too long.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> EndAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await Ended.WaitAsync(patience, time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            await KillAsync().ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Kills it and waits for its end; not for long, since a killed process that nobody reaps looks alive for ever.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        using var patience = new CancellationTokenSource(KillPatience);
        await ((Task)Ended).WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
