namespace SocketIO.History;

/// <summary>How much of what is stored a replay sends.</summary>
/// <param name="Events">The newest so many, 1 or more; what is older is left out.</param>
/// <param name="LeftOutEvent">The event that tells the client, ahead of them, when something was left out: its argument is the id up to
/// which. What lies there is read with <see cref="NamespaceHistory.ReadBackAsync"/>.</param>
public sealed record ReplayLimit(int Events, string LeftOutEvent);
