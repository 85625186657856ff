namespace Worker.Hosting;

/// <summary>
/// Gives back what a crowd has left behind. The runtime collects when something is allocated: a worker from which all have gone
/// would keep what it needed for them until others come.
/// </summary>
internal sealed class IdleCollection(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Whoever allocates less than so many bytes in an interval has nothing to do.</summary>
    private const long Idle = 4 << 20;

    /// <summary>What must have been allocated since the last time, and be resident beyond what it left, in bytes: else there is little to find.</summary>
    private const long Worthwhile = 32 << 20;

    /// <summary>From so many bytes on that are in use a full collection would be felt.</summary>
    private const long Large = 256 << 20;

    private long _allocated;
    private long _collectedAt;
    private long _resident;
    private bool _looked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                Look();
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private void Look()
    {
        var before = _allocated;
        _allocated = GC.GetTotalAllocatedBytes();
        if (_allocated - before >= Idle || _allocated - _collectedAt < Worthwhile || Environment.WorkingSet - _resident < Worthwhile)
        {
            return;
        }
        if (InUse() < Large)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        else if (!_looked)
        {
            // What is known may be of the crowd: the next look has a new figure.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            _looked = true;
            return;
        }
        (_collectedAt, _resident, _looked) = (_allocated, Environment.WorkingSet, false);
    }

    /// <summary>What the last collection of everything has left.</summary>
    private static long InUse()
    {
        var blocking = GC.GetGCMemoryInfo(GCKind.FullBlocking);
        var background = GC.GetGCMemoryInfo(GCKind.Background);
        var last = blocking.Index > background.Index ? blocking : background;
        return last.HeapSizeBytes - last.FragmentedBytes;
    }
}
