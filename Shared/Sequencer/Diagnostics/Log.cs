using Microsoft.Extensions.Logging;

namespace SocketIO.Sequencer.Diagnostics;

/// <summary>What the library logs. Event ids 1 to 9 belong to the writer.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "A commit of {Entries} submissions failed and will be tried again until it succeeds: {Fault}")]
    public static partial void CommitFailed(ILogger logger, int entries, string fault, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Commits succeed again after {Attempts} failed attempts")]
    public static partial void CommitRecovered(ILogger logger, int attempts);

    [LoggerMessage(3, LogLevel.Error, "The observer of the log failed on a batch of {Results} results")]
    public static partial void ObserverFailed(ILogger logger, int results, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The log could not be trimmed: {Fault}")]
    public static partial void TrimFailed(ILogger logger, string fault, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The writer stopped with {Submissions} submissions not committed")]
    public static partial void StoppedWithRest(ILogger logger, int submissions);

    [LoggerMessage(6, LogLevel.Warning, "{Count} sessions are away, and no more than {Limit} are kept: the oldest are dropped")]
    public static partial void TooManyAway(ILogger logger, int count, int limit);

    [LoggerMessage(7, LogLevel.Critical, "{Fault}")]
    public static partial void StoreGone(ILogger logger, string fault);

    [LoggerMessage(9, LogLevel.Warning, "The upkeep of histories, what is to be removed or indexed, failed: {Fault}")]
    public static partial void UpkeepFailed(ILogger logger, string fault, Exception exception);

    [LoggerMessage(8, LogLevel.Warning,
        "The log begins anew, with the {Messages} messages that its database has: {Reason}. Clients learn it and drop what they show; sessions are not recovered.")]
    public static partial void BeginsAnew(ILogger logger, string reason, long messages);
}
