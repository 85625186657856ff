using System.Collections.Immutable;

namespace SocketIO.Sequencer.Sessions;

/// <summary>Decides who joins and leaves which rooms.</summary>
internal sealed class RoomRules(SessionTable table, SequencerOptions options)
{
    // What others put a session into leaves some room: its worker may not know of it yet, and has told the application that
    // there is room for what is joined there.
    private readonly int _maxOfOthers = (int)(options.MaxSessionRoomBytes * 63L / 64);

    public Decision Join(Session session, ImmutableArray<string> rooms, Moment at) => TryEnter(session, rooms, at.Number, options.MaxSessionRoomBytes)
        ? Decision.Accepted(session.Changed(SessionChangeKind.Joined) with { Rooms = rooms })
        : Decision.Denied;

    public Decision Leave(Session session, ImmutableArray<string> rooms, Moment at)
    {
        Exit(session, rooms, at.Number);
        return Decision.Accepted(session.Changed(SessionChangeKind.Left) with { Rooms = rooms });
    }

    /// <summary>Changes all sessions that the target means; it is an entry even when there are none. Whoever would be in too
    /// many rooms does not join, and is not named in it: by the names everybody knows who did.</summary>
    public Decision Change(TargetOperation operation, Moment at)
    {
        var ends = operation.Action == TargetAction.Disconnect;
        var sessions = Find(operation);
        var refs = ImmutableArray.CreateBuilder<SessionReference>(sessions.Count);
        foreach (var session in sessions)
        {
            switch (operation.Action)
            {
                case TargetAction.Join:
                    if (!TryEnter(session, operation.Rooms, at.Number, _maxOfOthers))
                    {
                        continue;
                    }
                    break;
                case TargetAction.Leave:
                    Exit(session, operation.Rooms, at.Number);
                    break;
                default:
                    table.End(at.Number, session);
                    break;
            }
            refs.Add(session.ToRef(ends));
        }
        return Decision.Accepted(new TargetChanged(operation, refs.DrainToImmutable()));
    }

    private List<Session> Find(TargetOperation operation)
    {
        var found = new List<Session>();
        var seen = new HashSet<string>();
        foreach (var sid in table.Rooms.Find(operation.Namespace, operation.Target))
        {
            if (seen.Add(sid) && table.Find(sid) is { } session && session.IsMeantBy(operation.Target))
            {
                found.Add(session);
            }
        }
        return found;
    }

    // False, and nothing changed, when the session would be in too many rooms.
    private bool TryEnter(Session session, ImmutableArray<string> rooms, long number, int max)
    {
        var memberships = session.Rooms;
        var changed = new List<string>(rooms.Length);
        foreach (var room in rooms)
        {
            var membership = memberships.GetValueOrDefault(room);
            if (membership?.IsMember != true)
            {
                memberships = memberships.SetItem(room, membership?.Join(number) ?? Membership.From(number));
                changed.Add(room);
            }
        }
        if (changed.Count == 0)
        {
            return true;
        }
        var entered = session with { Rooms = memberships };
        if (entered.RoomBytes > max)
        {
            return false;
        }
        table.Change(number, session, entered, changed);
        return true;
    }

    private void Exit(Session session, ImmutableArray<string> rooms, long number)
    {
        var memberships = session.Rooms;
        var changed = new List<string>(rooms.Length);
        foreach (var room in rooms)
        {
            if (memberships.TryGetValue(room, out var membership) && membership.IsMember)
            {
                memberships = memberships.SetItem(room, membership.Leave(number));
                changed.Add(room);
            }
        }
        if (changed.Count > 0)
        {
            var left = PastBound.Apply(session with { Rooms = memberships }, options, changed);
            table.Change(number, session, left, changed);
        }
    }
}
