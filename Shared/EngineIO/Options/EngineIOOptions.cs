using Microsoft.AspNetCore.Http;

namespace EngineIO;

/// <summary>Settings of an <see cref="EngineIOServer"/>; the defaults are those of the reference server.</summary>
public sealed class EngineIOOptions
{
    /// <summary>The time from the opening, or from a pong, to the next ping. Default: 25 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a pong may take before the session is closed. Default: 20 seconds.</summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take to complete an upgrade. Default: 10 seconds.</summary>
    public TimeSpan UpgradeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest request body or WebSocket message accepted, announced as <c>maxPayload</c>. Default: 1,000,000 bytes.</summary>
    public int MaxHttpBufferSize { get; set; } = 1_000_000;

    /// <summary>The transports offered. Default: polling and WebSocket.</summary>
    public EngineTransports Transports { get; set; } = EngineTransports.Polling | EngineTransports.WebSocket;

    /// <summary>Whether a polling session may move to a WebSocket. Default: true.</summary>
    public bool AllowUpgrades { get; set; } = true;

    /// <summary>
    /// Whether clients of protocol version 3 are served too, such as those of Socket.IO 2. Default: false.
    /// </summary>
    public bool AllowEIO3 { get; set; }

    /// <summary>Decides whether a request may open a session; not asked about requests of existing sessions. Default: null, all may.</summary>
    public Func<HttpContext, ValueTask<AllowRequestResult>>? AllowRequest { get; set; }

    /// <summary>
    /// Makes the id of a session that a request opens; it must be unique and unguessable, at most 256 characters that
    /// stand in a URL as they are (letters, digits, '-', '.', '_', '~'). A request that gets no such id is refused with
    /// error code 3, and that is logged as an error. Default: null, 15 random bytes.
    /// </summary>
    public Func<HttpContext, ValueTask<string>>? GenerateId { get; set; }

    /// <summary>
    /// Chooses among the subprotocols that a WebSocket client offers, in its order; called only if it offers some. Null names
    /// none, with which a browser takes no WebSocket. One that was not offered, and an exception, are logged as errors and
    /// name none. Default: null, the first one offered is named.
    /// </summary>
    public Func<HttpContext, IReadOnlyList<string>, string?>? SelectSubprotocol { get; set; }

    /// <summary>
    /// Edits the headers of the response that opens a session; for a WebSocket, of the 101. Awaited before the response is
    /// written, and before <see cref="Headers"/> is called. An exception is logged, and the response goes out. Default: null.
    /// </summary>
    public Func<HttpContext, IHeaderDictionary, ValueTask>? InitialHeaders { get; set; }

    /// <summary>
    /// Edits the headers of every response that is no refusal: polls, posts, and the 101 of a WebSocket. Awaited before the
    /// response is written. An exception is logged, and the response goes out. Default: null.
    /// </summary>
    public Func<HttpContext, IHeaderDictionary, ValueTask>? Headers { get; set; }

    /// <summary>Which pages of other origins may use the server. Default: null, none.</summary>
    public EngineCorsOptions? Cors { get; set; }

    /// <summary>
    /// Whether a WebSocket is refused (403, error code 4) to a page of a foreign origin. Such a page is one whose origin is
    /// neither that of the request itself (scheme, host and port; behind a proxy see to it that the application is told
    /// them) nor allowed by <see cref="Cors"/>, by the CORS policy that the endpoint carries (<c>RequireCors</c>,
    /// <c>[EnableCors]</c>; <c>[DisableCors]</c> allows nobody), or else by the application's default policy. A policy that
    /// only <c>UseCors</c> was given cannot be asked: then nobody foreign gets in, and a warning says how to mend it. Requests
    /// without an Origin, which come from no browser, are let in. Default: null, which means yes where there is
    /// <see cref="Cors"/> or CORS of the application, and no elsewhere.
    /// </summary>
    public bool? CheckWebSocketOrigin { get; set; }

    /// <summary>The cookie set by the response that opens a session by polling. Default: null, none.</summary>
    public EngineCookieBuilder? Cookie { get; set; }

    /// <summary>
    /// Compresses polling responses by gzip or deflate for the clients that accept it; null, or
    /// <see cref="EngineCompressionOptions.Enabled"/> set to false, to switch it off. Default: from 1,024 bytes on. A response that mixes secrets with what an attacker chose tells by its size about the secrets: send
    /// such messages uncompressed.
    /// </summary>
    public EngineCompressionOptions? HttpCompression { get; set; } = new();

    /// <summary>
    /// Compresses WebSocket messages (permessage-deflate) for the clients that offer it; null, or
    /// <see cref="EngineCompressionOptions.Enabled"/> set to false, to leave it off. Messages are
    /// compressed each for itself and once for all receivers. What <see cref="HttpCompression"/> says about secrets holds
    /// here too. Default: null.
    /// </summary>
    public EngineCompressionOptions? PerMessageDeflate { get; set; }

    /// <summary>How long a close waits for the next poll of a client that has none open. Default: 30 seconds.</summary>
    public TimeSpan PollingCloseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the body of a POST may take to come, however slowly it does; the session's heartbeat goes on meanwhile. A
    /// body that takes longer is answered with status 408 and ends its connection and its session. Default: 60 seconds.
    /// </summary>
    public TimeSpan PostTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The bound of what is queued for one client; a client that lets more pile up is disconnected. A single message that
    /// is larger passes when nothing else is queued. Default: 16 MiB, in bytes.
    /// </summary>
    public long MaxSendQueueBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The bound of what is queued for all clients together, if that is what takes the process's memory: then the clients with
    /// the longest queues are disconnected. Looked at five times a second. Default: null, an eighth of the memory that the process
    /// may use, and for the workers of a cluster a quarter together; in bytes.
    /// </summary>
    public long? MaxTotalQueueBytes { get; set; }

    /// <summary>
    /// How many sessions there are at once; a client that opens one more is answered with status 503, and a warning is logged.
    /// Default: null, as many WebSockets as the process may have files open for, or no bound where that is not known.
    /// </summary>
    public int? MaxSessions { get; set; }

    /// <summary>
    /// How many sessions one public address has at once, or one network of IPv6 (/64); a client that opens one more is answered
    /// with status 429. Private addresses are not counted: behind those of proxies is everybody, so let
    /// <c>UseForwardedHeaders</c> say who. Default: 1,000; null is no bound.
    /// </summary>
    public int? MaxSessionsPerAddress { get; set; } = 1_000;
}
