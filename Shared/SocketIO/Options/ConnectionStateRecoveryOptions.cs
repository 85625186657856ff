namespace SocketIO;

/// <summary>
/// Connection state recovery: a client that was away for a moment comes back to its id, its rooms, its data and what it
/// missed. Names follow the reference's <c>connectionStateRecovery</c>.
/// </summary>
public sealed class ConnectionStateRecoveryOptions
{
    /// <summary>How long a client may be away: the window. Default: 2 minutes, as in the reference.</summary>
    public TimeSpan MaxDisconnectionDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether a client that is recovered is let in without running the namespace's middlewares. Default: no, so that
    /// authentication runs again; the reference's default is yes.
    /// </summary>
    public bool SkipMiddlewares { get; set; }

    /// <summary>
    /// Whether an emit that expects an acknowledgement, and has none when its client's connection is lost, is sent again
    /// once the client is recovered. Its handlers may then run twice. Default: no; the emit then fails with the connection.
    /// </summary>
    public bool ResendUnacknowledged { get; set; }

    /// <summary>
    /// How many bytes of the log the handlers of one connection may fill in <see cref="MaxDisconnectionDuration"/>; at the
    /// most twice as many after a pause. What is beyond would push out what others are to be recovered with: the connection is
    /// then not read faster than that. A new connection has a new share. Default: 16 MB, a quarter of what the log keeps.
    /// </summary>
    public long MaxClientBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many clients of one user (<c>Handshake.User</c>, where it is authenticated), or else of one public address (IPv6: of one
    /// /64 network), each worker lets be away at a time. The session of one that is beyond ends when its connection is lost.
    /// Private addresses are not counted: they are those of proxies; nor is who is away because the worker stops. Default: 1,000.
    /// </summary>
    public int MaxAwayPerClient { get; set; } = 1_000;
}
