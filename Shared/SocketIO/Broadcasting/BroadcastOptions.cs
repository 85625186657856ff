namespace SocketIO.Adapters;

/// <summary>How a broadcast is sent.</summary>
/// <param name="Volatile">Dropped for a client that cannot take it at once.</param>
/// <param name="Local">Not passed on to the other workers.</param>
/// <param name="Timeout">How long answers are awaited.</param>
public readonly record struct BroadcastOptions(bool Volatile, bool Local, TimeSpan? Timeout = null);
