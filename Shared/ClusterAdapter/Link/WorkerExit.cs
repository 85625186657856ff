using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Link;

/// <summary>Ends the worker process in an orderly way; a primary, if there is one, starts another.</summary>
internal sealed class WorkerExit(IHostApplicationLifetime lifetime, ILogger<WorkerExit> logger)
{
    public void Request(string reason)
    {
        Log.WorkerExits(logger, reason);
        lifetime.StopApplication();
    }
}
