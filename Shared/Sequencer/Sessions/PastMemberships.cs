namespace SocketIO.Sequencer.Sessions;

/// <summary>The memberships that have ended and are still remembered, in the order of their ends.</summary>
internal sealed class PastMemberships
{
    private readonly Queue<(long To, string Sid, string Room)> _ends = new();

    public void Note(in SessionChange change)
    {
        if (change is not { Before: not null, After: not null })
        {
            return;
        }
        foreach (var room in change.Rooms)
        {
            if (change.After.Rooms.TryGetValue(room, out var membership) && !membership.IsMember && membership.Past is [.., { To: var to }] && to == change.Number)
            {
                _ends.Enqueue((to, change.After.Sid, room));
            }
        }
    }

    /// <summary>Takes in what was read from the file.</summary>
    public void Load(IEnumerable<Session> sessions)
    {
        var ends =
            from session in sessions
            from room in session.Rooms
            from interval in room.Value.Past
            orderby interval.To
            select (interval.To, session.Sid, room.Key);
        foreach (var end in ends)
        {
            _ends.Enqueue(end);
        }
    }

    /// <summary>Those that had ended at the number, or before; they stay until <see cref="Forget"/>.</summary>
    public IEnumerable<(long To, string Sid, string Room)> Through(long number) => _ends.TakeWhile(end => end.To <= number);

    public void Forget(long number)
    {
        while (_ends.TryPeek(out var end) && end.To <= number)
        {
            _ends.Dequeue();
        }
    }
}
