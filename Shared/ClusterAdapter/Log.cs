using Microsoft.Extensions.Logging;

namespace ClusterAdapter;

/// <summary>The log messages of this library. Ids 200 to 279, but for 204 and 205, are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "attached to the primary (incarnation {Incarnation})")]
    public static partial void PrimaryAttached(ILogger logger, long incarnation);

    [LoggerMessage(201, LogLevel.Warning, "the primary cannot be reached: {Reason}; clients stay, and the worker stops unless it is back within {Seconds:0} s")]
    public static partial void PrimaryLost(ILogger logger, string reason, double seconds);

    [LoggerMessage(202, LogLevel.Information, "the worker stops: {Reason}")]
    public static partial void WorkerExits(ILogger logger, string reason);

    [LoggerMessage(203, LogLevel.Error, "a frame of the primary could not be handled")]
    public static partial void FrameFailed(ILogger logger, Exception exception);

    [LoggerMessage(206, LogLevel.Warning, "the worker cannot go on and stops: {Reason}")]
    public static partial void WorkerGivesUp(ILogger logger, string reason);

    [LoggerMessage(207, LogLevel.Warning, "the primary does not take what is sent to it: more than {Megabytes} MB wait, and until it does, what may be lost is dropped")]
    public static partial void OutboxFull(ILogger logger, long megabytes);

    [LoggerMessage(208, LogLevel.Error, "a question of another worker in namespace {Namespace} could not be answered")]
    public static partial void QuestionFailed(ILogger logger, Exception exception, string @namespace);
}
