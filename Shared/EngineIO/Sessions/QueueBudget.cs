namespace EngineIO.Sessions;

/// <summary>
/// Bounds what is queued for all clients together. Each queue has a bound of its own, but a thousand clients that read nothing
/// have a thousand of them. Looked at now and then, so that sending costs nothing more.
/// </summary>
internal sealed class QueueBudget : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly EngineRuntime _runtime;
    private readonly Func<long> _heap;
    private readonly long _bytes;
    private readonly ITimer _timer;
    private int _running;

    /// <param name="runtime">Whose sessions they are.</param>
    /// <param name="heap">The bytes of the heap; for tests.</param>
    public QueueBudget(EngineRuntime runtime, Func<long>? heap = null)
    {
        _runtime = runtime;
        _heap = heap ?? (static () => GC.GetTotalMemory(forceFullCollection: false));
        _bytes = runtime.Options.MaxTotalQueueBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8;
        _timer = runtime.Clock.Time.CreateTimer(static budget => ((QueueBudget)budget!).Run(), this, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        // A broadcast stands in every queue, but in memory once: so long as that is less, nothing is too much.
        if (_heap() <= _bytes || Interlocked.Exchange(ref _running, 1) == 1)
        {
            return;
        }
        try
        {
            Cut();
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Cut()
    {
        var queues = new List<(long Bytes, EngineSocket Session)>();
        long total = 0;
        foreach (var (_, session) in _runtime.Sessions.All)
        {
            if (session.QueuedBytes is > 0 and var queued)
            {
                queues.Add((queued, session));
                total += queued;
            }
        }
        if (total <= _bytes)
        {
            return;
        }
        // To a little below, lest each look finds one.
        var target = _bytes - (_bytes / 8);
        foreach (var (queued, session) in queues.OrderByDescending(queue => queue.Bytes).TakeWhile(_ => total > target))
        {
            session.CloseSlow(queued);
            total -= queued;
        }
    }
}
