namespace Chaos.Clients;

/// <summary>How rooms of a kind are asked for.</summary>
/// <param name="Join">The event that enters one.</param>
/// <param name="Leave">The event that leaves it.</param>
/// <param name="IsPublic">Whether they are the chat's public rooms: the client says at each connection in which it is.</param>
internal sealed record RoomDialect(string Join, string Leave, bool IsPublic)
{
    /// <summary>The chat's public rooms.</summary>
    public static RoomDialect Public { get; } = new("join room", "leave room", IsPublic: true);

    /// <summary>Rooms of broadcasts, which only a session knows.</summary>
    public static RoomDialect Broadcast { get; } = new("join", "leave", IsPublic: false);
}
