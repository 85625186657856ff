using Microsoft.Extensions.Logging;

namespace Cluster.Relay;

/// <summary>What the library logs. Ids 400 to 409 are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Information, "worker {Index} (pid {Pid}) attached")]
    public static partial void Attached(ILogger logger, int index, int pid);

    [LoggerMessage(401, LogLevel.Information, "worker {Index} (pid {Pid}) detached")]
    public static partial void Detached(ILogger logger, int index, int pid);

    [LoggerMessage(402, LogLevel.Warning, "worker {Index} (pid {Pid}) may not attach: {Reason}")]
    public static partial void AttachRefused(ILogger logger, int index, int pid, string reason);
}
