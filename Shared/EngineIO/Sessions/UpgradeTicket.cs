using EngineIO.Transports;

namespace EngineIO.Sessions;

/// <summary>One attempt to upgrade a session; its identity tells it from a later one. Guarded by the session.</summary>
internal sealed class UpgradeTicket
{
    /// <summary>The WebSocket being tried, once its handshake is done.</summary>
    public WebSocketTransport? Candidate { get; set; }

    /// <summary>Whether the session has moved to the WebSocket.</summary>
    public bool IsCompleted { get; set; }
}
