namespace SocketIO.History;

/// <summary>How much of what is stored a replay sends, of each room.</summary>
/// <param name="Events">The newest so many, 1 or more; what is older is left out.</param>
/// <param name="LeftOutEvent">The event that tells the client, ahead of them, when something was left out: its arguments are the id up to
/// which and, if it is not the main one, the room. What lies there is read with <see cref="NamespaceHistory.ReadBackAsync"/>.</param>
public sealed record ReplayLimit(int Events, string LeftOutEvent);
