namespace SocketIO.Sequencer.Sessions;

/// <summary>A room of a namespace, or with null what goes to the whole namespace.</summary>
internal readonly record struct RoomKey(string Namespace, string? Room);
