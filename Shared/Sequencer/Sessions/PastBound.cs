namespace SocketIO.Sequencer.Sessions;

/// <summary>Keeps a client that joins and leaves without end from making its session ever larger.</summary>
internal static class PastBound
{
    /// <summary>The session without the older half of its past memberships if there are too many, or if the names of the
    /// rooms that it has left are too long; and so on until it is within both limits.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">The limits.</param>
    /// <param name="changed">Gets the rooms whose memberships are changed by it.</param>
    public static Session Apply(Session session, SequencerOptions options, List<string> changed)
    {
        while (true)
        {
            var (ends, bytes) = Measure(session);
            var kept = ends.Count > options.MaxPastMemberships ? options.MaxPastMemberships / 2
                : bytes > options.MaxSessionRoomBytes ? ends.Count / 2
                : ends.Count;
            if (kept == ends.Count)
            {
                return session;
            }
            ends.Sort();
            session = Forget(session, ends[ends.Count - kept - 1], changed);
        }
    }

    private static (List<long> Ends, int Bytes) Measure(Session session)
    {
        var ends = new List<long>();
        var bytes = 0;
        foreach (var (room, membership) in session.Rooms)
        {
            foreach (var interval in membership.Past)
            {
                ends.Add(interval.To);
            }
            bytes += membership.IsMember ? 0 : Sizes.Of(room);
        }
        return (ends, bytes);
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
