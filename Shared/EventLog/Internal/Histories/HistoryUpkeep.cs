using EventLog.Internal.Storage;

namespace EventLog.Internal.Histories;

/// <summary>
/// What is done for histories behind the commits, as their policies say. In pieces, each a transaction of some milliseconds, so that
/// nothing that is submitted waits for long. For the committing thread.
/// </summary>
internal sealed class HistoryUpkeep
{
    private const int MaxRowsAtOnce = 1_000;

    private static readonly TimeSpan MaxTimeAtOnce = TimeSpan.FromMilliseconds(3);

    private readonly ILogStore _store;
    private readonly TimeProvider _time;
    private readonly HistoryRetention _retention;

    public HistoryUpkeep(ILogStore store, IEnumerable<HistoryPolicy> policies, TimeProvider time)
    {
        _store = store;
        _time = time;
        Policies = new HistoryPolicies(policies);
        _retention = new HistoryRetention(store.History, Policies, time);
        _retention.StartOver();
    }

    public HistoryPolicies Policies { get; }

    public bool HasWork => _retention.HasWork;

    /// <summary>Time to look for what may be removed.</summary>
    public void Begin() => _retention.Begin();

    /// <summary>A batch is committed.</summary>
    public void Committed(BatchCommit commit)
    {
        foreach (var policy in commit.Policies.Values)
        {
            Policies.Set(policy);
            _retention.LookAt(policy.History);
        }
        if (Policies.All.Count == 0)
        {
            return;
        }
        foreach (var result in commit.Results)
        {
            if (result is { Status: SubmissionStatus.Sequenced, Submission.Append: { } append })
            {
                _retention.Appended(append.Room);
            }
        }
    }

    /// <summary>Does a piece of what there is to do.</summary>
    /// <param name="lastDurableId">The last durable id that was given.</param>
    public void Run(long lastDurableId)
    {
        try
        {
            _store.Transact(full: false, () => Remove(lastDurableId));
        }
        catch
        {
            _retention.StartOver();
            throw;
        }
    }

    private bool Remove(long lastDurableId)
    {
        var started = _time.GetTimestamp();
        var removed = 0;
        while (_retention.HasWork && removed < MaxRowsAtOnce && _time.GetElapsedTime(started) < MaxTimeAtOnce)
        {
            removed += _retention.Step();
        }
        if (removed > 0)
        {
            // Perhaps no row tells it any more, and it must not be given again.
            _store.SaveMeta(Meta.DurableId, lastDurableId);
        }
        return removed > 0;
    }
}
