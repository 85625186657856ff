using System.Collections.Immutable;

namespace EventLog.Events;

/// <summary>Whom something is for.</summary>
/// <param name="Rooms">Who is in one of these rooms; empty for everybody in the namespace.</param>
/// <param name="Except">But nobody who is in one of these.</param>
public sealed record RoomTarget(ImmutableArray<string> Rooms, ImmutableArray<string> Except)
{
    /// <summary>Everybody in the namespace.</summary>
    public static RoomTarget Everybody { get; } = new([], []);

    internal int Size => Sizes.Of(Rooms) + Sizes.Of(Except);
}
