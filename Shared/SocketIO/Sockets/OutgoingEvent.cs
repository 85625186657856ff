namespace SocketIO;

/// <summary>An event on its way to a client.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Arguments">The arguments.</param>
public sealed record OutgoingEvent(string Event, EventArguments Arguments);
