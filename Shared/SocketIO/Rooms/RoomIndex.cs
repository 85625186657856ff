using System.Collections.Immutable;

namespace SocketIO.Rooms;

/// <summary>
/// Who is in which room. A broadcast walks an array: it is rebuilt at the first broadcast after a change, so that no
/// lock is held while sending.
/// </summary>
/// <param name="isObserved">Whether changes are to be told.</param>
/// <param name="onChange">Told of every change, after it and outside the lock.</param>
internal sealed class RoomIndex<T>(Func<bool>? isObserved = null, Action<RoomChange, string, T>? onChange = null)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<T, HashSet<string>> _roomsOf = [];
    private T[]? _all;

    /// <summary>Adds a member, in no room yet.</summary>
    public void Add(T member)
    {
        lock (_lock)
        {
            if (_roomsOf.TryAdd(member, new HashSet<string>(StringComparer.Ordinal)))
            {
                _all = null;
            }
        }
    }

    /// <summary>Puts a member into rooms; one that is gone stays so.</summary>
    public void Join(T member, IReadOnlyList<string> rooms)
    {
        var changes = StartChanges();
        lock (_lock)
        {
            if (!_roomsOf.TryGetValue(member, out var own))
            {
                return;
            }
            foreach (var name in rooms)
            {
                if (own.Add(name))
                {
                    Enter(name, member, changes);
                }
            }
        }
        Tell(changes, member);
    }

    public void Leave(T member, IReadOnlyList<string> rooms)
    {
        var changes = StartChanges();
        lock (_lock)
        {
            if (!_roomsOf.TryGetValue(member, out var own))
            {
                return;
            }
            foreach (var name in rooms)
            {
                if (own.Remove(name))
                {
                    Exit(name, member, changes);
                }
            }
        }
        Tell(changes, member);
    }

    public void Remove(T member)
    {
        var changes = StartChanges();
        lock (_lock)
        {
            if (!_roomsOf.Remove(member, out var own))
            {
                return;
            }
            _all = null;
            foreach (var name in own)
            {
                Exit(name, member, changes);
            }
        }
        Tell(changes, member);
    }

    public string[] RoomsOf(T member)
    {
        lock (_lock)
        {
            return _roomsOf.TryGetValue(member, out var own) ? [.. own] : [];
        }
    }

    /// <summary>The members of any of the rooms (of all, if none is named) and of none of the excepted, each once.</summary>
    public T[] Select(ImmutableArray<string> rooms, ImmutableArray<string> except)
    {
        lock (_lock)
        {
            var found = rooms.Length switch
            {
                0 => _all ??= [.. _roomsOf.Keys],
                1 => MembersOf(rooms[0]),
                _ => Union(rooms),
            };
            return except.Length == 0 ? found : Without(found, except);
        }
    }

    private T[] MembersOf(string name) => _rooms.TryGetValue(name, out var room) ? room.Snapshot() : [];

    private T[] Union(ImmutableArray<string> rooms)
    {
        var members = new HashSet<T>();
        foreach (var name in rooms)
        {
            members.UnionWith(MembersOf(name));
        }
        return [.. members];
    }

    private T[] Without(T[] members, ImmutableArray<string> except)
    {
        // Usually just the sender's own room: no set is built for it.
        if (except.Length == 1)
        {
            return _rooms.TryGetValue(except[0], out var left) ? Array.FindAll(members, member => !left.Contains(member)) : members;
        }
        var leftOut = new HashSet<T>(Union(except));
        return Array.FindAll(members, member => !leftOut.Contains(member));
    }

    private List<(RoomChange Change, string Room)>? StartChanges() => isObserved?.Invoke() == true ? [] : null;

    private void Tell(List<(RoomChange Change, string Room)>? changes, T member)
    {
        foreach (var (change, room) in changes ?? [])
        {
            onChange?.Invoke(change, room, member);
        }
    }

    private void Enter(string name, T member, List<(RoomChange Change, string Room)>? changes)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            _rooms[name] = room = new Room();
            changes?.Add((RoomChange.Created, name));
        }
        room.Add(member);
        changes?.Add((RoomChange.Joined, name));
    }

    private void Exit(string name, T member, List<(RoomChange Change, string Room)>? changes)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            return;
        }
        changes?.Add((RoomChange.Left, name));
        if (room.Remove(member) == 0)
        {
            _rooms.Remove(name);
            changes?.Add((RoomChange.Deleted, name));
        }
    }

    private sealed class Room
    {
        private readonly HashSet<T> _members = [];
        private T[]? _snapshot;

        public bool Contains(T member) => _members.Contains(member);

        public void Add(T member)
        {
            _members.Add(member);
            _snapshot = null;
        }

        public int Remove(T member)
        {
            _members.Remove(member);
            _snapshot = null;
            return _members.Count;
        }

        public T[] Snapshot() => _snapshot ??= [.. _members];
    }
}
