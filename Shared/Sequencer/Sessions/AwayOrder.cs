namespace SocketIO.Sequencer.Sessions;

/// <summary>The sessions that are away, by the end of their windows.</summary>
internal sealed class AwayOrder
{
    private readonly SortedSet<Session> _sessions = new(Comparer<Session>.Create(static (one, other) =>
        one.Deadline.CompareTo(other.Deadline) is var order and not 0 ? order : string.CompareOrdinal(one.Sid, other.Sid)));

    public int Count => _sessions.Count;

    /// <summary>When the first window ends.</summary>
    public long FirstDeadline => _sessions.Min?.Deadline ?? long.MaxValue;

    public void Apply(in SessionChange change)
    {
        if (change.Before is { Phase: SessionPhase.Away } before)
        {
            _sessions.Remove(before);
        }
        if (change.After is { Phase: SessionPhase.Away } after)
        {
            _sessions.Add(after);
        }
    }

    /// <summary>Those whose windows are over, and the first of those beyond the limit; no more than so many.</summary>
    public List<Session> Due(long now, int limit, int atMost)
    {
        var due = new List<Session>();
        foreach (var session in _sessions)
        {
            if (due.Count == atMost || (session.Deadline > now && _sessions.Count - due.Count <= limit))
            {
                break;
            }
            due.Add(session);
        }
        return due;
    }
}
