namespace EngineIO.Http;

/// <summary>A refusal as the protocol numbers and words it.</summary>
internal sealed record EngineError(int Code, string Message, int Status)
{
    public static readonly EngineError TransportUnknown = new(0, "Transport unknown", 400);
    public static readonly EngineError SessionUnknown = new(1, "Session ID unknown", 400);
    public static readonly EngineError BadHandshakeMethod = new(2, "Bad handshake method", 400);
    public static readonly EngineError BadRequest = new(3, "Bad request", 400);
    public static readonly EngineError UnsupportedVersion = new(5, "Unsupported protocol version", 400);

    public static EngineError Forbidden(string? message = null) => new(4, message ?? "Forbidden", 403);
}
