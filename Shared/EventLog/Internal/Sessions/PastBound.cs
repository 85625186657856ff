namespace EventLog.Internal.Sessions;

/// <summary>Keeps a client that joins and leaves without end from making its session ever larger.</summary>
internal static class PastBound
{
    /// <summary>The session without the older half of its past memberships if there are more than <paramref name="max"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="max">How many there may be.</param>
    /// <param name="changed">Gets the rooms whose memberships are changed by it.</param>
    public static Session Apply(Session session, int max, List<string> changed)
    {
        var ends = new List<long>();
        foreach (var (_, membership) in session.Rooms)
        {
            foreach (var interval in membership.Past)
            {
                ends.Add(interval.To);
            }
        }
        if (ends.Count <= max)
        {
            return session;
        }
        ends.Sort();
        return Forget(session, ends[ends.Count - (max / 2) - 1], changed);
    }

    private static Session Forget(Session session, long through, List<string> changed)
    {
        var rooms = session.Rooms.ToBuilder();
        foreach (var (room, membership) in session.Rooms)
        {
            var left = membership.Without(through);
            if (ReferenceEquals(left, membership))
            {
                continue;
            }
            if (left is null)
            {
                rooms.Remove(room);
            }
            else
            {
                rooms[room] = left;
            }
            if (!changed.Contains(room))
            {
                changed.Add(room);
            }
        }
        // What was said in those times can no longer be told from what was not for it.
        return session with { Rooms = rooms.ToImmutable(), CompleteFrom = Math.Max(session.CompleteFrom, through - 1) };
    }
}
