using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Limits;
using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>The rooms of a namespace in which presence is followed: those that somebody is in.</summary>
internal sealed class RoomPresences(Namespace owner, SerialQueue queue, TimeProvider time, ILogger logger)
{
    private const string Prefix = SharedNames.Prefix + "in\u0001";

    private readonly Lock _lock = new();
    private readonly HandlerList<Func<string, PresenceChanges, ValueTask>> _handlers = new();
    private readonly Dictionary<string, PresenceList> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Person, string[] Rooms)> _roomsOf = new(StringComparer.Ordinal);

    // How many sessions each person has in each room.
    private readonly Dictionary<string, Dictionary<string, int>> _counts = new(StringComparer.Ordinal);

    public void OnChanges(Func<string, PresenceChanges, ValueTask> handler) => _handlers.Add(handler);

    public void Enter(Socket socket, string room)
    {
        ArgumentNullException.ThrowIfNull(room);
        RoomLimit.Check(owner.Adapter.RoomsOf(socket), [Prefix + room]);
        owner.Adapter.Join(socket, [Prefix + room]);
    }

    public void Exit(Socket socket, string room) => owner.Adapter.Leave(socket, [Prefix + room]);

    public BroadcastOperator Members(string room) => owner.ToAll().ToOwn(Prefix + room);

    public RoomPresence Find(string room)
    {
        lock (_lock)
        {
            return new RoomPresence(room, _rooms.GetValueOrDefault(room));
        }
    }

    /// <summary>A session is there, with its client or without.</summary>
    /// <param name="session">The session.</param>
    /// <param name="counts">What counts of its person, whichever session has said it.</param>
    /// <param name="silently">Whether nobody is told of changes.</param>
    public void Set(in PresentSession session, PersonData counts, bool silently)
    {
        lock (_lock)
        {
            if (session.Rooms.Length == 0 && !_roomsOf.ContainsKey(session.Sid))
            {
                return;
            }
            var person = PersonIndex.NameOf(session);
            string[] now = [.. session.Rooms.Where(room => room.StartsWith(Prefix, StringComparison.Ordinal)).Select(room => room[Prefix.Length..])];
            var before = _roomsOf.GetValueOrDefault(session.Sid, (Person: person, Rooms: []));
            foreach (var room in before.Rooms.Except(now))
            {
                Leave(session.Sid, before.Person, room);
            }
            foreach (var room in now)
            {
                if (!_rooms.TryGetValue(room, out var list))
                {
                    _rooms.Add(room, list = Create(room));
                }
                list.Set(session, counts, silently);
                if (!before.Rooms.Contains(room))
                {
                    Count(person, room, 1);
                }
            }
            _roomsOf[session.Sid] = (person, now);
        }
    }

    /// <summary>Something else counts of a person now, in every room that one of its sessions is in.</summary>
    public void SetData(string person, in PersonData counts, bool silently)
    {
        lock (_lock)
        {
            foreach (var room in _counts.GetValueOrDefault(person)?.Keys ?? Enumerable.Empty<string>())
            {
                _rooms[room].SetData(person, counts, silently);
            }
        }
    }

    public void Remove(string sid)
    {
        lock (_lock)
        {
            if (_roomsOf.Remove(sid, out var was))
            {
                foreach (var room in was.Rooms)
                {
                    Leave(sid, was.Person, room);
                }
            }
        }
    }

    private void Leave(string sid, string person, string room)
    {
        Count(person, room, -1);
        _rooms[room].Remove(sid);
        Forget(room);
    }

    private void Count(string person, string room, int more)
    {
        if (!_counts.TryGetValue(person, out var rooms))
        {
            _counts.Add(person, rooms = new Dictionary<string, int>(StringComparer.Ordinal));
        }
        rooms[room] = rooms.GetValueOrDefault(room) + more;
        if (rooms[room] == 0)
        {
            rooms.Remove(room);
        }
        if (rooms.Count == 0)
        {
            _counts.Remove(person);
        }
    }

    // Not before it has been told who went: whoever comes meanwhile is in the same list, and not in one that begins anew beside it.
    private void Forget(string room)
    {
        if (_rooms.TryGetValue(room, out var list) && list.IsOver)
        {
            _rooms.Remove(room);
        }
    }

    private PresenceList Create(string room) => new(
        queue, time, logger, static _ => { }, () => !_handlers.IsEmpty, changes => Tell(room, changes), () => queue.Add(() => ForgetAsync(room), static _ => { }));

    private ValueTask ForgetAsync(string room)
    {
        lock (_lock)
        {
            Forget(room);
        }
        return ValueTask.CompletedTask;
    }

    private void Tell(string room, PresenceChanges changes)
    {
        foreach (var handler in _handlers.Snapshot)
        {
            queue.Add(() => handler.Run(room, changes), exception => Log.PresenceHandlerFailed(logger, exception, changes.Changes[0].Person));
        }
    }
}
