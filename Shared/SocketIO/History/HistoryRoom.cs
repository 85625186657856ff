namespace SocketIO.History;

/// <summary>A room of a history.</summary>
/// <param name="History">The history's name; empty for the first one.</param>
/// <param name="Room">The room's name; empty for the main one.</param>
public readonly record struct HistoryRoom(string History, string Room);
