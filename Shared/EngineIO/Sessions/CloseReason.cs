namespace EngineIO;

/// <summary>Why a session ended.</summary>
public enum CloseReason
{
    /// <summary>The client closed the connection, or it was lost.</summary>
    TransportClose,

    /// <summary>The transport failed or the client broke its rules.</summary>
    TransportError,

    /// <summary>The client did not answer a ping in time.</summary>
    PingTimeout,

    /// <summary>The client sent something that is no Engine.IO packet.</summary>
    ParseError,

    /// <summary>The layer above closed the session because of what the client sent.</summary>
    ForcedClose,

    /// <summary>The application closed the session.</summary>
    ForcedServerClose,

    /// <summary>The server is shutting down.</summary>
    ServerShuttingDown,
}
