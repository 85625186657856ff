namespace EngineIO.Transports;

/// <summary>One attempt to upgrade a session; its identity tells it from a later one.</summary>
internal sealed class UpgradeTicket
{
    /// <summary>The WebSocket being tried, once its handshake is done. Guarded by the session.</summary>
    public WebSocketTransport? Candidate { get; set; }
}
