using Cluster.Relay;
using ClusterAdapter;
using ClusterAdapter.Hosting;
using ClusterAdapter.Link;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SingleProcess;

namespace Microsoft.Extensions.Hosting;

/// <summary>Gives a server that stands alone a log of its own.</summary>
public static class EventLogHostApplicationBuilderExtensions
{
    /// <summary>
    /// Keeps the event log of a Socket.IO server within this process: for connection state recovery, history and presence
    /// without a cluster. With a file the sessions and the history outlive the process; only one process may use it.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="path">The SQLite file, made when it is missing; <see langword="null"/> keeps everything in memory.</param>
    /// <exception cref="EventLog.EventLogException">At start: the file cannot be used; the message says why.</exception>
    public static TBuilder AddEventLog<TBuilder>(this TBuilder builder, string? path = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddSingleton<IRelay>(provider => new InProcessRelay(
            path, provider.GetRequiredService<ILogger<RelayHub>>(), provider.GetRequiredService<TimeProvider>()));
        // There is nobody to lose: the log ends with the process.
        ClusterLinkServices.Add(services, new ClusterOptions
        {
            Relay = "in-process:",
            Index = 0,
            Port = 0,
            Ports = [0],
            OrphanTimeout = TimeSpan.FromDays(1),
        });
        return builder;
    }
}
