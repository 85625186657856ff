namespace Primary;

/// <summary>The primary's log messages. Ids 303 to 399 are its own.</summary>
internal static partial class Log
{
    [LoggerMessage(303, LogLevel.Information, "worker {Index} started (pid {Pid}, port {Port})")]
    public static partial void WorkerStarted(ILogger logger, int index, int pid, int port);

    [LoggerMessage(304, LogLevel.Warning, "worker {Index} (pid {Pid}) {How}; it is started again in {Seconds:0.0} s")]
    public static partial void WorkerExited(ILogger logger, int index, int pid, string how, double seconds);

    [LoggerMessage(305, LogLevel.Warning, "worker {Index} (pid {Pid}) has not been heard of for {Seconds:0} s and is killed")]
    public static partial void WorkerHung(ILogger logger, int index, int pid, double seconds);

    [LoggerMessage(306, LogLevel.Information, "worker {Index} (pid {Pid}) of the former primary came back")]
    public static partial void WorkerAdopted(ILogger logger, int index, int pid);

    [LoggerMessage(307, LogLevel.Warning, "worker {Index} (pid {Pid}) of the former primary did not come back and is killed")]
    public static partial void FormerWorkerKilled(ILogger logger, int index, int pid);

    [LoggerMessage(308, LogLevel.Warning, "worker {Index} (pid {Pid}) did not stop in time and is killed")]
    public static partial void WorkerKilledAtStop(ILogger logger, int index, int pid);

    [LoggerMessage(309, LogLevel.Error, "worker {Index} could not be started: {Reason}; it is tried again in {Seconds:0.0} s")]
    public static partial void WorkerStartFailed(ILogger logger, int index, string reason, double seconds);

    [LoggerMessage(310, LogLevel.Information, "stopping {Count} workers")]
    public static partial void Stopping(ILogger logger, int count);

    [LoggerMessage(311, LogLevel.Warning, "the list of workers could not be written; a primary started after a crash will not find them")]
    public static partial void WorkersNotNoted(ILogger logger, Exception exception);

    [LoggerMessage(312, LogLevel.Error, "worker {Index} could not be looked after")]
    public static partial void WatchFailed(ILogger logger, Exception exception, int index);
}
