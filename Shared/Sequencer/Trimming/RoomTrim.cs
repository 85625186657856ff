using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Trimming;

/// <summary>
/// What the removal of some rows means for the sessions: the last number trimmed of each of their rooms, and the memberships
/// that need not be remembered any more because nothing is left of their time.
/// </summary>
internal sealed class RoomTrim
{
    private readonly LogSessions _sessions;
    private readonly Dictionary<RoomKey, (long Before, long After)> _rooms = [];
    private readonly long _next;

    /// <summary>Takes the steps, for the time being: readers must know before the rows are gone.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="entries">The entries that go.</param>
    /// <param name="next">The first number that stays.</param>
    public RoomTrim(LogSessions sessions, IEnumerable<LogEntry> entries, long next)
    {
        _sessions = sessions;
        _next = next;
        if (sessions.Table.Count > 0)
        {
            Settle(entries);
        }
        foreach (var (room, numbers) in _rooms)
        {
            _sessions.Trimmed.Set(room, numbers.After);
        }
    }

    /// <summary>Called within the transaction.</summary>
    public void Save(ILogStore store)
    {
        foreach (var (room, numbers) in _rooms)
        {
            store.SaveTrimmed(room, numbers.After);
        }
        _sessions.Save(store);
    }

    public void Accept(LogTail tail)
    {
        _sessions.Accept(() => tail.Trimmed(_next));
        _sessions.Table.Past.Forget(_next);
    }

    public void Rollback()
    {
        foreach (var (room, numbers) in _rooms)
        {
            _sessions.Trimmed.Set(room, numbers.Before);
        }
        _sessions.Table.Rollback();
    }

    // A membership is settled before anything that was said after its end is counted: what its session may have lost is
    // known exactly then.
    private void Settle(IEnumerable<LogEntry> entries)
    {
        using var ends = _sessions.Table.Past.Through(_next).ToList().GetEnumerator();
        var more = ends.MoveNext();
        foreach (var entry in entries)
        {
            for (; more && ends.Current.To <= entry.Number; more = ends.MoveNext())
            {
                Forget(ends.Current);
            }
            if (entry.Event is EmitEvent emit)
            {
                Raise(emit, entry.Number);
            }
        }
        for (; more; more = ends.MoveNext())
        {
            Forget(ends.Current);
        }
    }

    private void Raise(EmitEvent emit, long number)
    {
        if (emit.Target.Rooms.Length == 0)
        {
            Raise(new RoomKey(emit.Namespace, null), number);
            return;
        }
        foreach (var room in emit.Target.Rooms)
        {
            Raise(new RoomKey(emit.Namespace, room), number);
        }
    }

    private void Raise(RoomKey room, long number)
    {
        if (_sessions.Table.Rooms.IsKnown(room))
        {
            var before = _rooms.TryGetValue(room, out var numbers) ? numbers.Before : _sessions.Trimmed.Last(room);
            _rooms[room] = (before, number);
        }
    }

    private void Forget((long To, string Sid, string Room) end)
    {
        if (_sessions.Table.Find(end.Sid) is not { } session || !session.Rooms.TryGetValue(end.Room, out var membership))
        {
            return;
        }
        var key = new RoomKey(session.Namespace, end.Room);
        var trimmed = _rooms.TryGetValue(key, out var numbers) ? numbers.After : _sessions.Trimmed.Last(key);
        var left = membership.Without(end.To);
        var settled = session with
        {
            Rooms = left is null ? session.Rooms.Remove(end.Room) : session.Rooms.SetItem(end.Room, left),
            CompleteFrom = Math.Max(session.CompleteFrom, membership.LostUpTo(trimmed)),
        };
        // At no number of the log: the session is the same before and after.
        _sessions.Table.Change(0, session, settled, [end.Room]);
    }
}
