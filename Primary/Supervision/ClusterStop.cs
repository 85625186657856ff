using Cluster.Protos;
using Cluster.Relay;
using Primary.Hosting;

namespace Primary.Supervision;

/// <summary>Ends the cluster: as it was asked to, or because it cannot run.</summary>
internal sealed class ClusterStop(WorkerLinks links, IHostApplicationLifetime lifetime, ILogger<ClusterStop> logger)
{
    /// <summary>What workers get to close their connections; the whole cluster is to be gone within 5 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Why the cluster cannot run, if so.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Stops everything because of a fault.</summary>
    public void Fail(Exception exception)
    {
        if (exception is not PrimaryException)
        {
            // The operator gets one sentence at the end; this is for whoever looks for the cause.
            Log.Failed(logger, exception);
        }
        Failure = exception;
        lifetime.StopApplication();
    }

    /// <summary>Drains the workers, and kills those that take too long.</summary>
    public async Task StopAsync(SupervisedWorker[] workers)
    {
        Log.Stopping(logger, workers.Length);
        var attached = links.Links;
        foreach (var link in attached)
        {
            link.Send(new PrimaryFrame { Drain = new Drain() });
        }
        await Task.WhenAll(workers.Select(worker => StopAsync(worker, attached))).ConfigureAwait(false);
    }

    private async Task StopAsync(SupervisedWorker worker, IReadOnlyList<WorkerLink> attached)
    {
        await Task.WhenAll(worker.Runs.Select(run => StopAsync(worker, run, attached))).ConfigureAwait(false);
        worker.SetStopped();
    }

    private async Task StopAsync(SupervisedWorker worker, WorkerRun run, IReadOnlyList<WorkerLink> attached)
    {
        if (attached.All(link => link.Hello.Pid != run.Pid))
        {
            run.Process.Terminate();
        }
        if (!await run.EndAsync(Patience, TimeProvider.System, CancellationToken.None).ConfigureAwait(false))
        {
            Log.WorkerKilledAtStop(logger, worker.Index, run.Pid);
        }
    }
}
