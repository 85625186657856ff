using System.Diagnostics.Metrics;
using Cluster.Relay;
using ClusterAdapter.Hosting;
using ClusterAdapter.Lifetime;
using ClusterAdapter.Link;
using Microsoft.Extensions.Logging;
using SingleProcess;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Gives a server that stands alone a log of its own.</summary>
public static class SequencerServiceCollectionExtensions
{
    /// <summary>
    /// Keeps the log of a Socket.IO server within this process: for connection state recovery, history and presence
    /// without a cluster. With a file the sessions and the history outlive the process; only one process may use it. In a
    /// worker of a cluster, after <c>JoinCluster</c> or before, it does nothing: the log is the primary's.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="path">The SQLite file, made when it is missing; <see langword="null"/> keeps everything in memory,
    /// what is appended to a history too: for ever, so for a history that grows a file is better.</param>
    /// <exception cref="SocketIO.Sequencer.SequencerException">At start: the file cannot be used, or another process uses it; the message says
    /// why.</exception>
    /// <exception cref="InvalidOperationException">There is a log within this process already.</exception>
    public static IServiceCollection AddSocketIOSequencer(this IServiceCollection services, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(IRelay)))
        {
            return services.All(service => service.ImplementationType != typeof(NoHandover))
                ? services
                : throw new InvalidOperationException("this process has a log already: AddSocketIOSequencer() was called twice");
        }
        services.AddSingleton<IRelay>(provider => new InProcessRelay(
            path,
            provider.GetRequiredService<ILogger<WorkerLinks>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton<IHandover, NoHandover>();
        // There is nobody to lose: the log ends with the process.
        ClusterLinkServices.Add(services, new LinkOptions(Index: 0, Port: 0, OrphanTimeout: TimeSpan.FromDays(1)));
        return services;
    }
}
