namespace SocketIO.Sequencer.Sessions;

/// <summary>Which sessions are in which rooms, and which rooms any session was ever in. For the committing thread.</summary>
internal sealed class RoomIndex
{
    private readonly Dictionary<string, Rooms> _namespaces = [];

    /// <summary>Whether a session is there to which an event for the room may have to be replayed.</summary>
    public bool IsKnown(RoomKey key) => _namespaces.TryGetValue(key.Namespace, out var rooms)
        && (key.Room is null || rooms.Members.ContainsKey(key.Room));

    /// <summary>The sessions that are in one of the rooms, or all; one may come more than once.</summary>
    public IEnumerable<string> Find(string name, BroadcastTarget target)
    {
        if (!_namespaces.TryGetValue(name, out var rooms))
        {
            return [];
        }
        return target.Rooms.Length == 0
            ? rooms.Sids
            : target.Rooms.SelectMany(room => rooms.Members.TryGetValue(room, out var members) ? members.Present : []);
    }

    public void Apply(in SessionChange change)
    {
        var subject = change.Subject;
        if (!_namespaces.TryGetValue(subject.Namespace, out var rooms))
        {
            _namespaces.Add(subject.Namespace, rooms = new Rooms());
        }
        if (change.Before is null)
        {
            rooms.Sids.Add(subject.Sid);
        }
        foreach (var room in change.RoomsToLookAt)
        {
            rooms.Apply(room, subject.Sid, change.Before?.Rooms.GetValueOrDefault(room), change.After?.Rooms.GetValueOrDefault(room));
        }
        if (change.After is null)
        {
            rooms.Sids.Remove(subject.Sid);
            if (rooms.Sids.Count == 0)
            {
                _namespaces.Remove(subject.Namespace);
            }
        }
    }

    private sealed class Rooms
    {
        public HashSet<string> Sids { get; } = [];

        public Dictionary<string, Members> Members { get; } = [];

        public void Apply(string room, string sid, Membership? before, Membership? after)
        {
            if (!Members.TryGetValue(room, out var members))
            {
                Members.Add(room, members = new Members());
            }
            members.Known += (after is null ? 0 : 1) - (before is null ? 0 : 1);
            var (was, isMember) = (before?.IsMember == true, after?.IsMember == true);
            if (isMember && !was)
            {
                members.Add(sid);
            }
            else if (was && !isMember)
            {
                members.Remove(sid);
            }
            if (members.Known == 0)
            {
                Members.Remove(room);
            }
        }
    }

    // Most rooms are those of one session alone, which need no set.
    private sealed class Members
    {
        private string? _only;
        private HashSet<string>? _many;

        /// <summary>How many sessions are or were in the room, as far as anybody remembers.</summary>
        public int Known { get; set; }

        public IEnumerable<string> Present => _many ?? (_only is null ? [] : (IEnumerable<string>)[_only]);

        public void Add(string sid)
        {
            if (_many is null && _only is null)
            {
                _only = sid;
                return;
            }
            _many ??= [_only!];
            _only = null;
            _many.Add(sid);
        }

        public void Remove(string sid)
        {
            _many?.Remove(sid);
            if (_only == sid)
            {
                _only = null;
            }
        }
    }
}
