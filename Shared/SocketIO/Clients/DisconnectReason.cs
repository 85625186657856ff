using EngineIO;

namespace SocketIO;

/// <summary>Why a socket left its namespace, as in the reference's <c>disconnect</c> event.</summary>
public enum DisconnectReason
{
    /// <summary>The connection was closed.</summary>
    TransportClose,

    /// <summary>The connection failed.</summary>
    TransportError,

    /// <summary>The client did not answer a ping in time.</summary>
    PingTimeout,

    /// <summary>The client sent something that is no Engine.IO packet.</summary>
    ParseError,

    /// <summary>The client broke the Socket.IO protocol.</summary>
    ForcedClose,

    /// <summary>The server closed the connection.</summary>
    ForcedServerClose,

    /// <summary>The server is stopping.</summary>
    ServerShuttingDown,

    /// <summary>The client left the namespace.</summary>
    ClientNamespaceDisconnect,

    /// <summary>The server made the socket leave the namespace.</summary>
    ServerNamespaceDisconnect,
}

/// <summary>The reasons' names in the field.</summary>
public static class DisconnectReasonNames
{
    /// <summary>The name that the reference uses, such as <c>transport close</c>.</summary>
    public static string ToWireName(this DisconnectReason reason) => reason switch
    {
        DisconnectReason.TransportClose => "transport close",
        DisconnectReason.TransportError => "transport error",
        DisconnectReason.PingTimeout => "ping timeout",
        DisconnectReason.ParseError => "parse error",
        DisconnectReason.ForcedClose => "forced close",
        DisconnectReason.ForcedServerClose => "forced server close",
        DisconnectReason.ServerShuttingDown => "server shutting down",
        DisconnectReason.ClientNamespaceDisconnect => "client namespace disconnect",
        DisconnectReason.ServerNamespaceDisconnect => "server namespace disconnect",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    internal static DisconnectReason ToDisconnectReason(this CloseReason reason) => reason switch
    {
        CloseReason.TransportClose => DisconnectReason.TransportClose,
        CloseReason.TransportError => DisconnectReason.TransportError,
        CloseReason.PingTimeout => DisconnectReason.PingTimeout,
        CloseReason.ParseError => DisconnectReason.ParseError,
        CloseReason.ForcedClose => DisconnectReason.ForcedClose,
        CloseReason.ForcedServerClose => DisconnectReason.ForcedServerClose,
        CloseReason.ServerShuttingDown => DisconnectReason.ServerShuttingDown,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
