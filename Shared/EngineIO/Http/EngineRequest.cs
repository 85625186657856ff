using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

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
        // Of a name that stands twice the last counts, as in the reference: some clients add theirs to a query that has it.
        var name = Last(query["transport"]);
        var transport = name switch
        {
            "polling" => EngineTransports.Polling,
            "websocket" => EngineTransports.WebSocket,
            _ => EngineTransports.None,
        };
        var sid = Last(query["sid"]);
        return new EngineRequest(
            transport, name, sid.Length == 0 ? null : sid, Last(query["EIO"]), WebSocketHandshake.IsRequest(context));
    }

    private static string Last(StringValues values) => values.Count == 0 ? "" : values[^1] ?? "";
}
