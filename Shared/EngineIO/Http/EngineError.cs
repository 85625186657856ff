namespace EngineIO.Http;

/// <summary>A refusal as the protocol numbers and words it.</summary>
/// <param name="Code">The number.</param>
/// <param name="Message">The words sent to the client.</param>
/// <param name="Status">The HTTP status for a request that asks for no WebSocket.</param>
/// <param name="Context">What the application is told beside that.</param>
internal sealed record EngineError(int Code, string Message, int Status, IReadOnlyDictionary<string, object?> Context)
{
    private const string ForbiddenName = "Forbidden";

    /// <summary>The HTTP status for a request that asks for a WebSocket; the reference has one for all.</summary>
    public int WebSocketStatus { get; private init; } = 400;

    /// <summary>The protocol's own words, whatever the client is told.</summary>
    public string Name => Code == 4 ? ForbiddenName : Message;

    public static EngineError TransportUnknown(string transport) =>
        new(0, "Transport unknown", 400, Of("transport", transport));

    public static EngineError SessionUnknown(string sid) => new(1, "Session ID unknown", 400, Of("sid", sid));

    public static EngineError BadHandshakeMethod(string method) => new(2, "Bad handshake method", 400, Of("method", method));

    public static EngineError BadRequest(string name) => BadRequest(Of("name", name));

    public static EngineError InvalidOrigin(string origin) =>
        BadRequest(new Dictionary<string, object?> { ["name"] = "INVALID_ORIGIN", ["origin"] = origin });

    public static EngineError TransportMismatch(string transport, string previous) => BadRequest(new Dictionary<string, object?>
    {
        ["name"] = "TRANSPORT_MISMATCH",
        ["transport"] = transport,
        ["previousTransport"] = previous,
    });

    public static EngineError ProtocolMismatch(int protocol, int previous) => BadRequest(new Dictionary<string, object?>
    {
        ["name"] = "PROTOCOL_MISMATCH",
        ["protocol"] = protocol,
        ["previousProtocol"] = previous,
    });

    public static EngineError Forbidden(string? message = null) =>
        new(4, message ?? ForbiddenName, 403, Of("message", message ?? ForbiddenName));

    public static EngineError OriginNotAllowed(string origin)
    {
        const string message = "Origin not allowed";
        return new(4, message, 403, new Dictionary<string, object?> { ["message"] = message, ["origin"] = origin })
        {
            WebSocketStatus = 403,
        };
    }

    /// <summary>No number of the protocol's own: a client takes it for a server that is not there now, and tries again.</summary>
    public static EngineError TooManySessions(int status)
    {
        const string message = "Too many sessions";
        return new(4, message, status, Of("message", message)) { WebSocketStatus = status };
    }

    public static EngineError UnsupportedVersion(int protocol) =>
        new(5, "Unsupported protocol version", 400, Of("protocol", protocol));

    private static EngineError BadRequest(Dictionary<string, object?> context) => new(3, "Bad request", 400, context);

    private static Dictionary<string, object?> Of(string name, object? value) => new() { [name] = value };
}
