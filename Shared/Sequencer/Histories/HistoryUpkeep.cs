using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Histories;

/// <summary>
/// What is done for histories behind the commits, as their policies say: what is too old or too much goes, and words are indexed. In
/// pieces, each a transaction of some milliseconds, so that nothing that is submitted waits for long. For the committing thread.
/// </summary>
internal sealed class HistoryUpkeep
{
    /// <summary>Of what is done between two looks at the clock.</summary>
    private const int MaxSteps = 20;

    private static readonly TimeSpan MaxTimeAtOnce = TimeSpan.FromMilliseconds(3);

    private readonly ILogStore _store;
    private readonly TimeProvider _time;
    private readonly HistoryRetention _retention;
    private readonly HistoryIndexer _indexer;
    private bool _isIndexersTurn;
    private bool _hasFailed;
    private bool _startsOver = true;

    public HistoryUpkeep(ILogStore store, IEnumerable<HistoryPolicy> policies, long lastDurableId, TimeProvider time)
    {
        _store = store;
        _time = time;
        Policies = new HistoryPolicies(policies);
        _retention = new HistoryRetention(store.History, Policies, time);
        _indexer = new HistoryIndexer(store.History, Policies);
        StartOver(lastDurableId);
    }

    public HistoryPolicies Policies { get; }

    public bool HasWork => !_hasFailed && (_startsOver || _retention.HasWork || _indexer.HasWork);

    /// <summary>Time to look for what may be removed, and to try again what has failed.</summary>
    public void Begin()
    {
        _hasFailed = false;
        _retention.Begin();
    }

    /// <summary>A batch is committed.</summary>
    /// <param name="results">What became of its submissions.</param>
    /// <param name="said">What was said of histories in it.</param>
    /// <param name="lastDurableId">The last durable id that was given.</param>
    public void Committed(SubmissionResult[] results, Dictionary<string, HistoryPolicy> said, long lastDurableId)
    {
        foreach (var policy in said.Values)
        {
            Policies.Set(policy);
            _retention.LookAt(policy.History);
            _indexer.LookAt(policy.History, lastDurableId);
        }
        if (Policies.All.Count == 0)
        {
            return;
        }
        foreach (var result in results)
        {
            if (result is { Status: SubmissionStatus.Sequenced, Submission.Append: { } append })
            {
                _retention.Appended(append.Room);
                _indexer.Appended(append.Room.History, result.DurableId);
            }
        }
    }

    /// <summary>Does a piece of what there is to do. When this throws, there is nothing to do until <see cref="Begin"/>.</summary>
    /// <param name="lastDurableId">The last durable id that was given.</param>
    public void Run(long lastDurableId)
    {
        try
        {
            if (_startsOver)
            {
                StartOver(lastDurableId);
                _retention.Begin();
            }
            _store.Transact(full: false, () => Work(lastDurableId));
        }
        catch
        {
            // Not now: it reads, and would fail as this did.
            _hasFailed = _startsOver = true;
            throw;
        }
    }

    private void StartOver(long lastDurableId)
    {
        _retention.StartOver();
        _indexer.StartOver(lastDurableId);
        _startsOver = false;
    }

    private bool Work(long lastDurableId)
    {
        var started = _time.GetTimestamp();
        var removed = 0;
        for (var steps = 0; HasWork && steps < MaxSteps && _time.GetElapsedTime(started) < MaxTimeAtOnce; steps++)
        {
            _isIndexersTurn = _indexer.HasWork && !(_isIndexersTurn && _retention.HasWork);
            if (_isIndexersTurn)
            {
                _indexer.Step();
            }
            else
            {
                removed += _retention.Step();
            }
        }
        if (removed > 0)
        {
            // Perhaps no row tells it any more, and it must not be given again.
            _store.SaveMeta(Meta.DurableId, lastDurableId);
        }
        return _indexer.Save() || removed > 0;
    }
}
