using Microsoft.Extensions.Logging;

namespace SocketIO.Diagnostics;

/// <summary>The log messages of this library. Ids 100 to 199 are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Error, "a handler of \"{Event}\" failed for socket {SocketId}")]
    public static partial void HandlerFailed(ILogger logger, Exception exception, string @event, string socketId);

    [LoggerMessage(101, LogLevel.Debug, "\"{Event}\" of socket {SocketId} refused: {Reason}")]
    public static partial void ArgumentRefused(ILogger logger, string @event, string socketId, string reason);

    [LoggerMessage(102, LogLevel.Error, "a middleware of namespace {Namespace} failed")]
    public static partial void MiddlewareFailed(ILogger logger, Exception exception, string @namespace);

    [LoggerMessage(103, LogLevel.Debug, "connection {ConnectionId} may not join {Namespace}: {Reason}")]
    public static partial void ConnectRefused(ILogger logger, string connectionId, string @namespace, string reason);

    [LoggerMessage(104, LogLevel.Debug, "connection {ConnectionId} closed: {Reason}")]
    public static partial void ProtocolBroken(ILogger logger, string connectionId, string reason);

    [LoggerMessage(105, LogLevel.Error, "the history cannot be replayed to socket {SocketId}; its connection is closed")]
    public static partial void ReplayFailed(ILogger logger, Exception exception, string socketId);

    [LoggerMessage(106, LogLevel.Warning, "the handlers of socket {SocketId} do not get on; its connection is closed")]
    public static partial void HandlersStuck(ILogger logger, string socketId);

    [LoggerMessage(107, LogLevel.Debug, "a handler of \"{Event}\" was left waiting by socket {SocketId}: {Reason}")]
    public static partial void HandlerAbandoned(ILogger logger, string @event, string socketId, string reason);

    [LoggerMessage(108, LogLevel.Warning, "a connection handler of socket {SocketId} gave up, and the connection is closed: {Reason}")]
    public static partial void ConnectionGivenUp(ILogger logger, string socketId, string reason);

    [LoggerMessage(120, LogLevel.Debug, "\"{Event}\" of socket {SocketId} not handled: {Reason}")]
    public static partial void EventRefused(ILogger logger, string @event, string socketId, string reason);

    [LoggerMessage(121, LogLevel.Error, "the application failed as namespace {Namespace} was asked for")]
    public static partial void NamespaceFailed(ILogger logger, Exception exception, string @namespace);

    [LoggerMessage(122, LogLevel.Error, "a handler of the server event \"{Event}\" failed in namespace {Namespace}")]
    public static partial void ServerHandlerFailed(ILogger logger, Exception exception, string @event, string @namespace);

    [LoggerMessage(124, LogLevel.Error, "a handler of the presence of {Person} failed")]
    public static partial void PresenceHandlerFailed(ILogger logger, Exception exception, string person);

    [LoggerMessage(132, LogLevel.Error, "an event of another worker for namespace {Namespace} could not be read")]
    public static partial void ServerEventUnreadable(ILogger logger, Exception exception, string @namespace);

    [LoggerMessage(131, LogLevel.Error, "a client on {ConnectionId} could not be let into {Namespace}")]
    public static partial void JoinFailed(ILogger logger, Exception exception, string connectionId, string @namespace);

    [LoggerMessage(129, LogLevel.Error, "a reader of the presence failed")]
    public static partial void PresenceReaderFailed(ILogger logger, Exception exception);

    [LoggerMessage(130, LogLevel.Error, "the application failed to say whose socket {SocketId} is")]
    public static partial void UserFailed(ILogger logger, Exception exception, string socketId);

    [LoggerMessage(125, LogLevel.Warning, "a client on {ConnectionId} showed a session of {Namespace} that is not there for it; it begins anew")]
    public static partial void SessionNotRecovered(ILogger logger, string connectionId, string @namespace);

    [LoggerMessage(126, LogLevel.Warning, "a client on {ConnectionId} waited in vain for the log to begin its session in {Namespace}")]
    public static partial void SessionTimedOut(ILogger logger, string connectionId, string @namespace);

    [LoggerMessage(127, LogLevel.Error, "a handler of expired sessions failed in namespace {Namespace}")]
    public static partial void ExpiredHandlerFailed(ILogger logger, Exception exception, string @namespace);

    [LoggerMessage(123, LogLevel.Error, "a handler of the events of room \"{Room}\" failed in namespace {Namespace}")]
    public static partial void RoomHandlerFailed(ILogger logger, Exception exception, string room, string @namespace);

    [LoggerMessage(142, LogLevel.Warning, "the session of socket {SocketId} of {Address} ended with its connection: too many clients of the same user or address are away")]
    public static partial void SessionNotKept(ILogger logger, string socketId, string address);

    [LoggerMessage(133, LogLevel.Warning, "more than {Count} messages wait until socket {SocketId} has what it missed; its connection is closed")]
    public static partial void TooMuchDeferred(ILogger logger, string socketId, int count);

    [LoggerMessage(134, LogLevel.Warning, "what socket {SocketId} missed has left the log before it was read; its connection is closed, and its client begins anew")]
    public static partial void MissedIsGone(ILogger logger, string socketId);

    [LoggerMessage(136, LogLevel.Error, "the data of the refusal \"{Reason}\" of namespace {Namespace} cannot be written")]
    public static partial void ConnectErrorUnwritable(ILogger logger, Exception exception, string @namespace, string reason);

    [LoggerMessage(135, LogLevel.Error, "socket {SocketId} could not enter the rooms that a middleware gave it, and is disconnected")]
    public static partial void EarlyRoomsRefused(ILogger logger, Exception exception, string socketId);
}
