using System.Collections.Immutable;

namespace SocketIO.Sequencer.Sessions;

/// <summary>A client's stay in a namespace, as of one number. Immutable: each change makes another.</summary>
internal sealed record Session
{
    public required string Sid { get; init; }

    public required string Pid { get; init; }

    public required string Namespace { get; init; }

    public required string Person { get; init; }

    public required long Generation { get; init; }

    /// <summary>The instance that has, or had, its connection.</summary>
    public required string Owner { get; init; }

    public required SessionPhase Phase { get; init; }

    /// <summary>The number at which it was made: nothing before concerns it.</summary>
    public required long ConnectedAt { get; init; }

    /// <summary>How long it may be away, in milliseconds; 0 for not at all.</summary>
    public required long Window { get; init; }

    /// <summary>When its window ends (Unix milliseconds). Of a claimed one, where it goes back to; 0 if it was
    /// connected.</summary>
    public long Deadline { get; init; }

    /// <summary>Something that it should have got may be gone up to this number, beside what its rooms tell.</summary>
    public long CompleteFrom { get; init; }

    public ImmutableDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } =
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    public ImmutableDictionary<string, Membership> Rooms { get; init; } = ImmutableDictionary<string, Membership>.Empty;

    /// <summary>Whether an instance has its connection.</summary>
    public bool IsActive => Phase != SessionPhase.Away;

    /// <summary>Whether its client counts as away: a claim changes that only when it has come to its end.</summary>
    public bool CountsAsAway => Phase == SessionPhase.Away || (Phase == SessionPhase.Claimed && Deadline != 0);

    /// <summary>What the names of the rooms take that it is in.</summary>
    public int RoomBytes
    {
        get
        {
            var size = 0;
            foreach (var (room, membership) in Rooms)
            {
                size += membership.IsMember ? Sizes.Of(room) : 0;
            }
            return size;
        }
    }

    public bool IsIn(string room) => Rooms.TryGetValue(room, out var membership) && membership.IsMember;

    /// <summary>The one rule, live and in replay: whether the event with this number is for the session.</summary>
    public bool Gets(long number, EmitEvent emit)
    {
        if (number <= ConnectedAt || emit.Namespace != Namespace)
        {
            return false;
        }
        var (rooms, except) = (emit.Target.Rooms, emit.Target.Except);
        return (rooms.Length == 0 || WasInAny(rooms, number)) && (except.Length == 0 || !WasInAny(except, number));
    }

    /// <summary>Whether a target means it now.</summary>
    public bool IsMeantBy(BroadcastTarget target) =>
        (target.Rooms.Length == 0 || IsInAny(target.Rooms)) && (target.Except.Length == 0 || !IsInAny(target.Except));

    public ImmutableArray<string> CurrentRooms()
    {
        var rooms = ImmutableArray.CreateBuilder<string>(Rooms.Count);
        foreach (var (room, membership) in Rooms)
        {
            if (membership.IsMember)
            {
                rooms.Add(room);
            }
        }
        return rooms.DrainToImmutable();
    }

    public SessionReference ToRef(bool ended) => new(Namespace, Sid, Person, ended);

    public SessionChanged Changed(SessionChangeKind kind) => new(kind, Namespace, Sid, Generation, Owner, Person);

    // The private id must not show up in a text.
    public override string ToString() => $"{Sid} of {Namespace}, generation {Generation}, {Phase}";

    private bool WasInAny(ImmutableArray<string> rooms, long number)
    {
        foreach (var room in rooms)
        {
            if (Rooms.TryGetValue(room, out var membership) && membership.Contains(number))
            {
                return true;
            }
        }
        return false;
    }

    private bool IsInAny(ImmutableArray<string> rooms)
    {
        foreach (var room in rooms)
        {
            if (IsIn(room))
            {
                return true;
            }
        }
        return false;
    }
}
