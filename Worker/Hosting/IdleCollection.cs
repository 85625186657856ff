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

    /// <summary>What must have been allocated since the last time, in bytes: else there is little to find.</summary>
    private const long Worthwhile = 64 << 20;

    /// <summary>From so many bytes on that are in use a full collection would be felt.</summary>
    private const long Large = 256 << 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var (last, collected) = (0L, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                var allocated = GC.GetTotalAllocatedBytes();
                if (allocated - last < Idle && allocated - collected > Worthwhile && InUse() < Large)
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    collected = allocated;
                }
                last = allocated;
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>What the last collections of everything have left.</summary>
    private static long InUse() => Math.Max(GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes, GC.GetGCMemoryInfo(GCKind.Background).HeapSizeBytes);
}
