using Microsoft.AspNetCore.Http;

namespace EngineIO;

/// <summary>A request that was refused, as <see cref="EngineIOServer.OnConnectionError(Func{ConnectionErrorEventArgs, ValueTask})"/> reports it.</summary>
/// <param name="httpContext">The request; valid until the handler has completed.</param>
/// <param name="code">The protocol's number of the error.</param>
/// <param name="message">The error in words.</param>
/// <param name="context">What the error is about.</param>
public sealed class ConnectionErrorEventArgs(
    HttpContext httpContext, int code, string message, IReadOnlyDictionary<string, object?> context) : EventArgs
{
    /// <summary>The request; valid until the handler has completed.</summary>
    public HttpContext HttpContext => httpContext;

    /// <summary>
    /// The protocol's number of the error: 0 transport unknown, 1 session id unknown, 2 bad handshake method, 3 bad
    /// request, 4 forbidden, 5 unsupported protocol version.
    /// </summary>
    public int Code => code;

    /// <summary>The protocol's words for <see cref="Code"/>, such as "Session ID unknown".</summary>
    public string Message => message;

    /// <summary>
    /// What the error is about, with the names of the reference: "transport" for code 0, "sid" for 1, "method" for 2, "name"
    /// and more for 3 (such as "TRANSPORT_MISMATCH"), "message" for 4, "protocol" for 5.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Context => context;
}
