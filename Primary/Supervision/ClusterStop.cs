using Cluster.Protos;
using Cluster.Relay;

namespace Primary.Supervision;

/// <summary>Ends the cluster: as it was asked to, or because it cannot run.</summary>
internal sealed class ClusterStop(RelayHub hub, IHostApplicationLifetime lifetime, ILogger<ClusterStop> logger)
{
    /// <summary>What workers get to close their connections; the whole cluster is to be gone within 5 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan KillPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Why the cluster cannot run, if so.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Stops everything because of a fault.</summary>
    public void Fail(Exception exception)
    {
        Failure = exception;
        lifetime.StopApplication();
    }

    /// <summary>Drains the workers, and kills those that take too long.</summary>
    public async Task StopAsync(WorkerSlot[] slots)
    {
        Log.Stopping(logger, slots.Length);
        var attached = hub.Links;
        foreach (var link in attached)
        {
            link.Send(new PrimaryFrame { Drain = new Drain() });
        }
        foreach (var slot in slots.Where(slot => attached.All(link => link.Index != slot.Index)))
        {
            slot.Terminate();
        }
        using var patience = new CancellationTokenSource(Patience);
        await Task.WhenAll(slots.Select(slot => StopAsync(slot, patience.Token))).ConfigureAwait(false);
    }

    private async Task StopAsync(WorkerSlot slot, CancellationToken patience)
    {
        try
        {
            await slot.WaitForExitAsync(patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.WorkerKilledAtStop(logger, slot.Index, slot.Status.Pid);
            slot.Kill();
            // Bounded: a killed process that nobody reaps looks alive for ever.
            using var last = new CancellationTokenSource(KillPatience);
            await slot.WaitForExitAsync(last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        slot.Set(WorkerState.Stopped);
    }
}
