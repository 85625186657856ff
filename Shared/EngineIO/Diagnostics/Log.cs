using System.Net;
using Microsoft.Extensions.Logging;

namespace EngineIO.Diagnostics;

/// <summary>All log messages of the library; ids are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Session {Sid} opened over {Transport}.")]
    public static partial void SessionOpened(ILogger logger, string sid, string transport);

    [LoggerMessage(2, LogLevel.Debug, "Session {Sid} closed: {Reason}.")]
    public static partial void SessionClosed(ILogger logger, string sid, string reason);

    [LoggerMessage(3, LogLevel.Debug, "Session {Sid} was upgraded to a WebSocket.")]
    public static partial void SessionUpgraded(ILogger logger, string sid);

    [LoggerMessage(4, LogLevel.Warning, "Session {Sid} is closed: slow client, {Bytes} bytes are queued for it.")]
    public static partial void SlowClient(ILogger logger, string sid, long bytes);

    [LoggerMessage(5, LogLevel.Debug, "Request refused: {Message} (code {Code}).")]
    public static partial void RequestRefused(ILogger logger, int code, string message);

    [LoggerMessage(6, LogLevel.Debug, "The client of session {Sid} broke the protocol: {What}.")]
    public static partial void ClientFault(ILogger logger, string sid, string what);

    [LoggerMessage(7, LogLevel.Error, "The handler of session {Sid} failed on a message; the session is closed.")]
    public static partial void MessageHandlerFailed(ILogger logger, Exception exception, string sid);

    [LoggerMessage(8, LogLevel.Error, "The handler of session {Sid} failed on the close.")]
    public static partial void CloseHandlerFailed(ILogger logger, Exception exception, string sid);

    [LoggerMessage(9, LogLevel.Error, "The handler refused session {Sid} with an exception.")]
    public static partial void OpenHandlerFailed(ILogger logger, Exception exception, string sid);

    [LoggerMessage(10, LogLevel.Error, "AllowRequest failed; the request is refused.")]
    public static partial void AllowRequestFailed(ILogger logger, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "A hook of the application failed; its request goes on.")]
    public static partial void HookFailed(ILogger logger, Exception exception);

    [LoggerMessage(12, LogLevel.Error, "GenerateId failed; the request is refused.")]
    public static partial void IdFailed(ILogger logger, Exception exception);

    [LoggerMessage(13, LogLevel.Error, "GenerateId gave the id \"{Sid}\", which {Fault}; the request is refused.")]
    public static partial void IdRefused(ILogger logger, string? sid, string fault);

    [LoggerMessage(14, LogLevel.Error, "SelectSubprotocol chose \"{Name}\", which the client did not offer; none is named.")]
    public static partial void SubprotocolNotOffered(ILogger logger, string name);

    [LoggerMessage(15, LogLevel.Warning,
        "Kestrel refused a request before it reached the server: {What}. {Setting} allows it. (Said of each kind once an hour at most.)")]
    public static partial void RefusedByKestrel(ILogger logger, string what, string setting);

    [LoggerMessage(16, LogLevel.Warning,
        "A WebSocket of origin {Origin} was refused: the policy given to UseCors cannot be asked here. Make it the default policy (AddDefaultPolicy), or name it on the endpoint, as in MapSocketIO().RequireCors(\"…\"). (Said once.)")]
    public static partial void CorsPolicyUnseen(ILogger logger, string origin);

    [LoggerMessage(17, LogLevel.Warning,
        "There are {Count} sessions, as many as there may be, and a new one was refused. MaxSessions bounds them, and if it is not set, how many files the process may have open (ulimit -n).")]
    public static partial void TooManySessions(ILogger logger, int count);

    [LoggerMessage(18, LogLevel.Information,
        "A WebSocket of origin {Origin} was refused by the default CORS policy. Where UseCors was given another one, name that on the endpoint, as in MapSocketIO().RequireCors(\"…\"). (Said once.)")]
    public static partial void DefaultCorsPolicyRefused(ILogger logger, string origin);

    [LoggerMessage(19, LogLevel.Warning,
        "{Address} has as many sessions as one address may have (MaxSessionsPerAddress), and a new one was refused. If it is a proxy's, pass on whom it speaks for (UseForwardedHeaders).")]
    public static partial void TooManySessionsOfOne(ILogger logger, IPAddress address);
}
