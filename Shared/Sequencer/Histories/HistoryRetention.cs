using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Histories;

/// <summary>Removes durable events that are too old, or too many in their rooms, a piece at a time. For the committing thread.</summary>
internal sealed class HistoryRetention(IHistoryStore store, HistoryPolicies policies, TimeProvider time)
{
    /// <summary>How many rows are removed between two looks at the clock.</summary>
    private const int RemovedAtOnce = 50;

    private readonly RoomCounts _rooms = new(store, policies);
    private readonly Queue<string> _aging = new();
    private bool _isDue;

    public bool HasWork => _isDue && (_aging.Count > 0 || _rooms.HasWork);

    /// <summary>Time to look for what may go.</summary>
    public void Begin()
    {
        _isDue = true;
        _aging.Clear();
        foreach (var policy in policies.All)
        {
            if (policy.MaxAge is not null)
            {
                _aging.Enqueue(policy.History);
            }
        }
    }

    /// <summary>Knows nothing of what is there: after the start, or after a piece that failed. The next <see cref="Begin"/> goes on.</summary>
    public void StartOver()
    {
        _isDue = false;
        _rooms.StartOver();
    }

    public void LookAt(string history) => _rooms.LookAt(history);

    public void Appended(HistoryRoom room) => _rooms.Appended(room);

    /// <summary>Does a little; says how many rows it removed. Called within a transaction.</summary>
    public int Step()
    {
        var removed = _aging.TryPeek(out var history) ? RemoveOlder(history) : _rooms.Step(RemovedAtOnce);
        _isDue = _aging.Count > 0 || _rooms.HasWork;
        return removed;
    }

    private int RemoveOlder(string history)
    {
        var removed = 0;
        if (policies.Find(history).MaxAge is { } age)
        {
            foreach (var (room, rows) in store.RemoveOlder(history, (time.GetUtcNow() - age).ToUnixTimeMilliseconds(), RemovedAtOnce))
            {
                removed += rows;
                _rooms.Removed(room, rows);
            }
        }
        if (removed < RemovedAtOnce)
        {
            _aging.Dequeue();
        }
        return removed;
    }
}
