using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Lifetime;

/// <summary>Ends the worker process in an orderly way; a primary, if there is one, starts another.</summary>
internal sealed class WorkerExit(IHostApplicationLifetime lifetime, ILogger<WorkerExit> logger)
{
    /// <summary>It is to end, as the primary wants it.</summary>
    public void Request(string reason)
    {
        Log.WorkerExits(logger, reason);
        lifetime.StopApplication();
    }

    /// <summary>It cannot go on.</summary>
    public void GiveUp(string reason)
    {
        Log.WorkerGivesUp(logger, reason);
        lifetime.StopApplication();
    }
}
