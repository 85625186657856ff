using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Histories;

/// <summary>Indexes the words of searchable histories behind the commits, in the order of the ids. For the committing thread.</summary>
internal sealed class HistoryIndexer(IHistoryStore store, HistoryPolicies policies)
{
    /// <summary>How many ids are gone through between two looks at the clock.</summary>
    private const int IdsAtOnce = 10;

    // How far each is indexed, and how far it reaches.
    private readonly Dictionary<string, (long At, long To)> _reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> _behind = [];
    private readonly HashSet<string> _moved = [];

    public bool HasWork => _behind.Count > 0;

    /// <summary>Knows nothing of what is there: after the start, or after a piece that failed.</summary>
    public void StartOver(long lastDurableId)
    {
        _reached.Clear();
        _behind.Clear();
        _moved.Clear();
        foreach (var policy in policies.All)
        {
            LookAt(policy.History, lastDurableId);
        }
    }

    /// <summary>A history's policy is known, perhaps anew.</summary>
    public void LookAt(string history, long lastDurableId)
    {
        if (!policies.Find(history).IsSearchable)
        {
            _reached.Remove(history);
            _behind.Remove(history);
        }
        else if (!_reached.ContainsKey(history))
        {
            Know(history, store.IndexedThrough(history), lastDurableId);
        }
    }

    public void Appended(string history, long id)
    {
        if (_reached.TryGetValue(history, out var reached) && id > reached.To)
        {
            // Of what lies between, nothing is this history's.
            Know(history, reached.At == reached.To ? id - 1 : reached.At, id);
        }
    }

    /// <summary>Does a little. Called within a transaction, which ends with <see cref="Save"/>.</summary>
    public void Step()
    {
        var history = _behind.First();
        var (at, to) = _reached[history];
        var next = Math.Min(at + IdsAtOnce, to);
        store.Index(history, at, next);
        _moved.Add(history);
        Know(history, next, to);
    }

    /// <summary>Notes how far it has come; says whether that is news.</summary>
    public bool Save()
    {
        foreach (var history in _moved)
        {
            store.SaveIndexed(history, _reached[history].At);
        }
        var isNews = _moved.Count > 0;
        _moved.Clear();
        return isNews;
    }

    private void Know(string history, long at, long to)
    {
        _reached[history] = (at, to);
        if (at < to)
        {
            _behind.Add(history);
        }
        else
        {
            _behind.Remove(history);
        }
    }
}
