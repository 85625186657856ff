namespace EngineIO;

/// <summary>The protocol's names of the close reasons.</summary>
public static class CloseReasonExtensions
{
    /// <summary>The reason as the reference implementation spells it, such as "transport close".</summary>
    public static string ToWireName(this CloseReason reason) => reason switch
    {
        CloseReason.TransportClose => "transport close",
        CloseReason.TransportError => "transport error",
        CloseReason.PingTimeout => "ping timeout",
        CloseReason.ParseError => "parse error",
        CloseReason.ForcedClose => "forced close",
        CloseReason.ForcedServerClose => "forced server close",
        CloseReason.ServerShuttingDown => "server shutting down",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Unknown close reason."),
    };
}
