namespace SocketIO.Sequencer.Sessions;

/// <summary>
/// Which instances have sessions in which rooms, and until which number they had: what is for a session must reach its
/// instance, however late its link gets to it. It may say yes too often, but never no wrongly. Guarded by its user.
/// </summary>
/// <param name="known">What changed up to this number is not known any more, so everything up to it is of interest.</param>
internal sealed class InterestIndex(long known)
{
    private readonly Dictionary<(string Instance, string Namespace), Rooms> _instances = [];

    public int InstanceCount => _instances.Count;

    public bool Concerns(string instance, long number, EmitEvent emit)
    {
        if (number <= known)
        {
            return true;
        }
        if (!_instances.TryGetValue((instance, emit.Namespace), out var rooms))
        {
            return false;
        }
        if (emit.Target.Rooms.Length == 0)
        {
            return rooms.Everybody.Covers(number);
        }
        foreach (var room in emit.Target.Rooms)
        {
            if (rooms.Counts.TryGetValue(room, out var count) && count.Covers(number))
            {
                return true;
            }
        }
        return false;
    }

    public void Apply(in SessionChange change)
    {
        var before = change.Before is { IsActive: true } ? change.Before : null;
        var after = change.After is { IsActive: true } ? change.After : null;
        if (before?.Owner == after?.Owner)
        {
            if (after is not null)
            {
                Move(before!, after, change);
            }
            return;
        }
        if (before is not null)
        {
            Add(before, -1, change.Number);
        }
        if (after is not null)
        {
            Add(after, +1, change.Number);
        }
    }

    /// <summary>Forgets who was interested before the log's first number.</summary>
    public void Forget(long first)
    {
        foreach (var (key, rooms) in _instances)
        {
            foreach (var (room, count) in rooms.Counts)
            {
                if (count.IsOver(first))
                {
                    rooms.Counts.Remove(room);
                }
            }
            if (rooms.Everybody.IsOver(first) && rooms.Counts.Count == 0)
            {
                _instances.Remove(key);
            }
        }
    }

    private void Move(Session before, Session after, in SessionChange change)
    {
        foreach (var room in change.Rooms)
        {
            var step = (after.IsIn(room) ? 1 : 0) - (before.IsIn(room) ? 1 : 0);
            if (step != 0)
            {
                RoomsOf(after).Add(room, step, change.Number);
            }
        }
    }

    private void Add(Session session, int step, long number)
    {
        var rooms = RoomsOf(session);
        rooms.Everybody = rooms.Everybody.Add(step, number);
        foreach (var (room, membership) in session.Rooms)
        {
            if (membership.IsMember)
            {
                rooms.Add(room, step, number);
            }
        }
    }

    private Rooms RoomsOf(Session session)
    {
        var key = (session.Owner, session.Namespace);
        if (!_instances.TryGetValue(key, out var rooms))
        {
            _instances.Add(key, rooms = new Rooms());
        }
        return rooms;
    }

    private sealed class Rooms
    {
        public Dictionary<string, Count> Counts { get; } = [];

        public Count Everybody { get; set; }

        public void Add(string room, int step, long number) =>
            Counts[room] = Counts.GetValueOrDefault(room).Add(step, number);
    }

    /// <param name="Sessions">How many there are.</param>
    /// <param name="Until">The number at which there was none any more.</param>
    private readonly record struct Count(int Sessions, long Until)
    {
        public bool Covers(long number) => Sessions > 0 || number < Until;

        public bool IsOver(long first) => Sessions == 0 && Until <= first;

        public Count Add(int step, long number) => new(Sessions + step, Sessions + step == 0 ? number : Until);
    }
}
