namespace SocketIO.Sockets;

/// <summary>How an event is sent to one client.</summary>
/// <param name="Volatile">Dropped if the client cannot take it at once.</param>
/// <param name="Uncompressed">Sent as it is, also where compression is switched on.</param>
/// <param name="Timeout">How long an answer is awaited.</param>
internal readonly record struct EmitOptions(bool Volatile = false, bool Uncompressed = false, TimeSpan? Timeout = null);
