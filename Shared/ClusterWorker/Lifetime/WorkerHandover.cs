using ClusterAdapter.Lifetime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocketIO.Cluster.Lifetime;

/// <summary>
/// Ends the worker as the primary wants it. Told again, it hurries if it is to be at once.
/// </summary>
internal sealed class WorkerHandover(IServiceProvider services, PortListener port, WorkerExit exit, ILogger<WorkerHandover> logger) : IHandover
{
    private int _begun;

    public bool SharesPort => port.IsShared;

    public void Begin(TimeSpan window)
    {
        port.Close();
        if (window <= TimeSpan.Zero)
        {
            exit.Request("the primary wants it");
        }
        else if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            Log.WorkerDrains(logger, window.TotalSeconds);
            // Apart from the stream, which goes on meanwhile: this is called by whoever reads it.
            _ = Task.Run(() => RunAsync(window));
        }
    }

    private async Task RunAsync(TimeSpan window)
    {
        try
        {
            // Asked for only now: a worker may serve something else than Socket.IO.
            if (services.GetService<SocketIOServer>() is { } server)
            {
                await server.DrainAsync(window).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.DrainFailed(logger, exception);
        }
        exit.Request("its place is taken");
    }
}
