using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>Who gets a broadcast: the members of any of the rooms, without those of any excepted room.</summary>
/// <param name="Rooms">The rooms; empty for everyone in the namespace.</param>
/// <param name="Except">The rooms whose members are left out.</param>
public sealed record BroadcastTarget(ImmutableArray<string> Rooms, ImmutableArray<string> Except)
{
    /// <summary>Every socket of the namespace.</summary>
    public static BroadcastTarget Everyone { get; } = new([], []);

    internal int Size => Sizes.Of(Rooms) + Sizes.Of(Except);
}
