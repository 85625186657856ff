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

    [LoggerMessage(323, LogLevel.Warning, "worker {Index} (pid {Pid}) has not been heard of for {Seconds:0} s, but is at work: it is given {Limit:0} s")]
    public static partial void WorkerBusy(ILogger logger, int index, int pid, double seconds, double limit);

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

    [LoggerMessage(313, LogLevel.Information, "worker {Index} (pid {Pid}) {How} as it was told")]
    public static partial void WorkerGone(ILogger logger, int index, int pid, string how);

    [LoggerMessage(314, LogLevel.Information, "worker {Index} started (pid {Pid}), to take the place of process {Former}")]
    public static partial void NextStarted(ILogger logger, int index, int pid, int former);

    [LoggerMessage(315, LogLevel.Information, "rolling restart: worker {Index}, {Number} of {Count}")]
    public static partial void RestartStep(ILogger logger, int index, int number, int count);

    [LoggerMessage(316, LogLevel.Information, "worker {Index} is process {Pid} now; process {Former} closes its connections within {Seconds:0.#} s")]
    public static partial void WorkerReplaced(ILogger logger, int index, int pid, int former, double seconds);

    [LoggerMessage(317, LogLevel.Information, "rolling restart: done, {Count} workers in {Seconds:0.0} s")]
    public static partial void RestartDone(ILogger logger, int count, double seconds);

    [LoggerMessage(318, LogLevel.Error, "rolling restart: broken off after {Replaced} of {Count} workers: {Reason}")]
    public static partial void RestartFailed(ILogger logger, int replaced, int count, string reason);

    [LoggerMessage(319, LogLevel.Warning, "no rolling restart on SIGHUP: {Reason}")]
    public static partial void RestartRefused(ILogger logger, string reason);

    [LoggerMessage(320, LogLevel.Warning, "worker {Index} (pid {Pid}) did not drain in time and is killed")]
    public static partial void WorkerKilledAtRestart(ILogger logger, int index, int pid);

    [LoggerMessage(321, LogLevel.Critical, "the cluster stops because of an unexpected fault")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(322, LogLevel.Warning, "worker {Index} (pid {Pid}) of the former primary has no place in this cluster and is killed: it has another port or program, or its place is taken")]
    public static partial void FormerWorkerUnfit(ILogger logger, int index, int pid);
}
