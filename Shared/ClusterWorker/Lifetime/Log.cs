using Microsoft.Extensions.Logging;

namespace SocketIO.Cluster.Lifetime;

/// <summary>The log messages of this library. Ids 204, 205 and 280 to 299 are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(204, LogLevel.Information, "the worker drains: it listens no more and closes its connections within {Seconds:0.#} s")]
    public static partial void WorkerDrains(ILogger logger, double seconds);

    [LoggerMessage(205, LogLevel.Error, "the connections could not be closed one after the other")]
    public static partial void DrainFailed(ILogger logger, Exception exception);
}
