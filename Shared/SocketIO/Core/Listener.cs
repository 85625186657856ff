namespace SocketIO.Core;

/// <summary>A handler as it was given, by which it is found again, and how to run it.</summary>
internal sealed record Listener(Delegate Original, Func<EventContext, ValueTask> Run, bool Once);
