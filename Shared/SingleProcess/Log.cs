using Microsoft.Extensions.Logging;

namespace SingleProcess;

/// <summary>What the library logs. Ids 410 to 419 are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(410, LogLevel.Error, "the log within this process failed; it is tried again")]
    public static partial void RelayFailed(ILogger logger, Exception exception);
}
