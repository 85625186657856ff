using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>A change of one session.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its public id.</param>
/// <param name="Generation">Its generation after the change.</param>
/// <param name="Owner">The instance that has, or had, its connection.</param>
/// <param name="Person">Whose session it is; may be empty.</param>
public sealed record SessionChanged(
    SessionChangeKind Kind, string Namespace, string Sid, long Generation, string Owner, string Person) : LogEvent(Namespace)
{
    /// <summary>Names the session, in its generation after the change.</summary>
    public SessionKey Key => new(Sid, Generation);

    /// <summary>Joined and left: those rooms. Connected and claimed: all it is in.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];

    /// <summary>Data: the value, empty when it was removed. Connected: what every instance knows. Claimed: all.</summary>
    public ImmutableDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } =
        ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>Claimed: what the client misses comes after this number.</summary>
    public long Position { get; init; }

    /// <inheritdoc/>
    public override int Size => Sizes.Of(Namespace) + Sizes.Of(Sid) + Sizes.Of(Owner) + Sizes.Of(Person)
        + Sizes.Of(Rooms) + Sizes.Of(Data);

    /// <summary>The change as an instance is told of it: the others need to know that the session is there, and not all that it has.</summary>
    public SessionChanged SeenBy(string instance) =>
        instance == Owner ? this : this with { Rooms = SharedNames.Of(Rooms), Data = SharedNames.Of(Data) };

    /// <summary>Whether only the owner need know: it says nothing about who is there.</summary>
    public bool IsForOwnerOnly => Kind switch
    {
        SessionChangeKind.Joined or SessionChangeKind.Left => !Rooms.Any(SharedNames.Is),
        SessionChangeKind.Data => !Data.Keys.Any(SharedNames.Is),
        _ => false,
    };
}
