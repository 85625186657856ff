namespace SocketIO.Sequencer.Sessions;

/// <summary>When a session was, and whether it is, in one room. Immutable.</summary>
/// <param name="past">The intervals that are over, in order.</param>
/// <param name="since">The number from which it is in the room now; 0 when it is not.</param>
internal sealed class Membership(Interval[] past, long since)
{
    public IReadOnlyList<Interval> Past => past;

    public long Since => since;

    public bool IsMember => since != 0;

    public static Membership From(long number) => new([], number);

    public bool Contains(long number)
    {
        if (since != 0 && number >= since)
        {
            return true;
        }
        foreach (var interval in past)
        {
            if (interval.Contains(number))
            {
                return true;
            }
        }
        return false;
    }

    public Membership Join(long number) => IsMember ? this : new Membership(past, number);

    public Membership Leave(long number) => IsMember ? new Membership([.. past, new Interval(since, number)], 0) : this;

    /// <summary>Without the intervals that were over at <paramref name="first"/>; null when nothing is left.</summary>
    public Membership? Without(long first)
    {
        var kept = Array.FindAll(past, interval => interval.To > first);
        return kept.Length == past.Length ? this : kept.Length == 0 && !IsMember ? null : new Membership(kept, since);
    }

    /// <summary>The highest number up to which something that the member should have got may be gone, when
    /// <paramref name="trimmed"/> is the last number of the room that was trimmed; 0 for nothing.</summary>
    public long LostUpTo(long trimmed)
    {
        if (since != 0 && trimmed >= since)
        {
            return trimmed;
        }
        for (var i = past.Length - 1; i >= 0; i--)
        {
            if (trimmed >= past[i].From)
            {
                return Math.Min(trimmed, past[i].To - 1);
            }
        }
        return 0;
    }
}
