namespace SocketIO.History;

/// <summary>How far a client has a room of a history.</summary>
/// <param name="Room">The room; empty for the main one.</param>
/// <param name="After">The id of the last event of the room that it has; 0 for none.</param>
public readonly record struct RoomPosition(string Room, long After);
