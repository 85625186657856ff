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

    [LoggerMessage(403, LogLevel.Warning, "the stream of worker {Index} (pid {Pid}) cannot go on: {Reason}")]
    public static partial void LinkFailed(ILogger logger, int index, int pid, string reason);

    [LoggerMessage(404, LogLevel.Warning, "a stream did not begin with a Hello, and was ended")]
    public static partial void NoHello(ILogger logger);

    [LoggerMessage(405, LogLevel.Warning, "worker {Index} (pid {Pid}) does not take what is sent to it: more than {Megabytes} MB wait, and its stream was cut")]
    public static partial void LinkOverfull(ILogger logger, int index, int pid, long megabytes);
}
