using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Histories;

/// <summary>
/// Removes the oldest events of rooms that have more than they may have. How many a room has is counted once, in pieces, and kept up from
/// then on, so that no look at a room costs what it holds. For the committing thread.
/// </summary>
internal sealed class RoomCounts(IHistoryStore store, HistoryPolicies policies)
{
    /// <summary>How many rows are counted at once: about a millisecond.</summary>
    private const int CountedAtOnce = 10_000;

    /// <summary>How many rooms are remembered; beyond that they are forgotten, and counted anew when something is appended to them.</summary>
    private const int MaxKnown = 10_000;

    private readonly Dictionary<HistoryRoom, long> _counts = [];
    private readonly HashSet<HistoryRoom> _uncounted = [];
    private readonly HashSet<HistoryRoom> _over = [];
    private readonly Queue<string> _unseen = new();
    private (HistoryRoom Room, long Rows, long Before)? _counting;
    private (string History, string? After)? _seeing;

    /// <summary>Whether there is something to do.</summary>
    public bool HasWork => _over.Count > 0 || _counting is not null || _uncounted.Count > 0 || _seeing is not null || _unseen.Count > 0;

    /// <summary>Looks at all rooms of a history: because its policy is new, or nothing is known of them.</summary>
    public void LookAt(string history)
    {
        if (policies.Find(history).MaxEvents is not null)
        {
            _unseen.Enqueue(history);
            return;
        }
        // Nobody counts on.
        foreach (var room in _counts.Keys.Concat(_uncounted).Where(room => room.History == history).ToArray())
        {
            _counts.Remove(room);
            _uncounted.Remove(room);
            _over.Remove(room);
        }
        if (_counting?.Room.History == history)
        {
            _counting = null;
        }
    }

    /// <summary>Forgets what is known, which may be wrong, and looks at everything again.</summary>
    public void StartOver()
    {
        _counts.Clear();
        _uncounted.Clear();
        _over.Clear();
        _unseen.Clear();
        _counting = null;
        _seeing = null;
        foreach (var policy in policies.All)
        {
            LookAt(policy.History);
        }
    }

    public void Appended(HistoryRoom room)
    {
        if (policies.Find(room.History).MaxEvents is not { } max)
        {
            return;
        }
        if (_counting?.Room == room)
        {
            // It lies behind what is counted.
            _counting = _counting.Value with { Rows = _counting.Value.Rows + 1 };
        }
        else if (_counts.TryGetValue(room, out var rows))
        {
            Know(room, rows + 1, max);
        }
        else
        {
            _uncounted.Add(room);
        }
    }

    /// <summary>Rows were removed for another reason.</summary>
    public void Removed(HistoryRoom room, int rows)
    {
        if (_counting?.Room == room)
        {
            _counting = null;
            _uncounted.Add(room);
        }
        else if (_counts.TryGetValue(room, out var before))
        {
            _counts[room] = before - rows;
        }
    }

    /// <summary>Does a little; says how many rows it removed.</summary>
    public int Step(int max)
    {
        if (_over.Count > 0)
        {
            return Remove(_over.First(), max);
        }
        if (_counting is { } counting)
        {
            Count(counting);
        }
        else if (_uncounted.Count > 0)
        {
            var room = _uncounted.First();
            _uncounted.Remove(room);
            Count((room, 0, long.MaxValue));
        }
        else if (_seeing is { } seeing)
        {
            See(seeing.History, seeing.After);
        }
        else if (_unseen.TryDequeue(out var history))
        {
            See(history, null);
        }
        return 0;
    }

    private int Remove(HistoryRoom room, int max)
    {
        _over.Remove(room);
        if (policies.Find(room.History).MaxEvents is not { } allowed || !_counts.TryGetValue(room, out var rows) || rows <= allowed)
        {
            return 0;
        }
        var removed = store.RemoveOldest(room, (int)Math.Min(rows - allowed, max));
        if (removed == 0)
        {
            // Somebody else has removed some.
            _counts.Remove(room);
            return 0;
        }
        Know(room, rows - removed, allowed);
        return removed;
    }

    private void Count((HistoryRoom Room, long Rows, long Before) counting)
    {
        var (room, rows, before) = counting;
        var (more, first) = store.CountBack(room, before, CountedAtOnce);
        if (more == CountedAtOnce)
        {
            _counting = (room, rows + more, first);
            return;
        }
        _counting = null;
        if (policies.Find(room.History).MaxEvents is { } max)
        {
            Know(room, rows + more, max);
        }
    }

    private void See(string history, string? after)
    {
        if (policies.Find(history).MaxEvents is not { } max || store.NextRoom(history, after) is not { } name)
        {
            _seeing = null;
            return;
        }
        _seeing = (history, name);
        var room = new HistoryRoom(history, name);
        if (_counts.TryGetValue(room, out var rows))
        {
            Know(room, rows, max);
        }
        else
        {
            _uncounted.Add(room);
        }
    }

    private void Know(HistoryRoom room, long rows, long max)
    {
        if (_counts.Count >= MaxKnown && !_counts.ContainsKey(room))
        {
            foreach (var known in _counts.Keys.Where(known => !_over.Contains(known)).ToArray())
            {
                _counts.Remove(known);
            }
        }
        _counts[room] = rows;
        if (rows > max)
        {
            _over.Add(room);
        }
    }
}
