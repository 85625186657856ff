namespace EngineIO;

/// <summary>The low-level transports of Engine.IO.</summary>
[Flags]
public enum EngineTransports
{
    /// <summary>No transport.</summary>
    None = 0,

    /// <summary>HTTP long-polling.</summary>
    Polling = 1,

    /// <summary>WebSocket.</summary>
    WebSocket = 2,
}

internal static class EngineTransportsExtensions
{
    /// <summary>The transport's name in queries and in the list of upgrades.</summary>
    public static string ToWireName(this EngineTransports transport) => transport switch
    {
        EngineTransports.Polling => "polling",
        EngineTransports.WebSocket => "websocket",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, "Not a single transport."),
    };
}
