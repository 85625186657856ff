using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>What a request says about itself.</summary>
internal readonly record struct EngineRequest(
    EngineTransports Transport, string TransportName, string? Sid, string? Version, bool IsWebSocket)
{
    /// <summary>The protocol version: without a version that is known it is the oldest one, as in the reference.</summary>
    public int Protocol => Version == "4" ? 4 : 3;

    public static EngineRequest Of(HttpContext context)
    {
        var query = context.Request.Query;
        var name = query["transport"].ToString();
        var transport = name switch
        {
            "polling" => EngineTransports.Polling,
            "websocket" => EngineTransports.WebSocket,
            _ => EngineTransports.None,
        };
        var sid = query["sid"].ToString();
        return new EngineRequest(
            transport, name, sid.Length == 0 ? null : sid, query["EIO"], WebSocketHandshake.IsRequest(context));
    }
}
