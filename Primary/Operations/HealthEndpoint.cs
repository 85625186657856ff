using Cluster.Relay;
using Primary.Supervision;
using SocketIO.Sequencer;

namespace Primary.Operations;

/// <summary>Answers GET /health: 200 once every worker serves and the log commits, 503 otherwise.</summary>
internal static class HealthEndpoint
{
    public static IResult Get(WorkerRegistry registry, SequencedLog log, WorkerLinks links, RollingRestart restart)
    {
        var writer = links.Writer;
        var workers = registry.Workers;
        var commits = writer.State == LogWriterState.Running;
        var ready = commits && workers.All(worker => worker.State == WorkerState.Ready);
        var report = new HealthReport(
            restart.Report is { State: RestartState.Running } ? "restarting" : ready ? "ready" : "not ready",
            Environment.ProcessId,
            new LogReport(
                log.Epoch, log.Incarnation, log.LastNumber, log.LastDurableId, log.LogBytes, writer.QueuedCount, writer.State.ToString(), writer.Fault),
            new SessionReport(log.Sessions.Connected, log.Sessions.Away),
            workers,
            restart.Report);
        return Results.Json(report, HealthJson.Default.HealthReport, statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
