namespace SocketIO.Broadcasting;

/// <summary>Who gets a broadcast: the members of any of the rooms, without those of any excepted room.</summary>
/// <param name="Rooms">The rooms; empty for everyone in the namespace.</param>
/// <param name="Except">The rooms whose members are left out.</param>
public sealed record BroadcastTarget(IReadOnlyList<string> Rooms, IReadOnlyList<string> Except)
{
    /// <summary>Every socket of the namespace.</summary>
    public static BroadcastTarget Everyone { get; } = new([], []);
}
