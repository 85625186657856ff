using System.Globalization;
using ClusterAdapter;
using ClusterAdapter.Adapter;
using ClusterAdapter.Durable;
using ClusterAdapter.Hosting;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using ClusterAdapter.Sequenced;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.History;
using SocketIO.Recovery;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes an application a worker of a cluster.</summary>
public static class ClusterHostApplicationBuilderExtensions
{
    /// <summary>What may be held back while the primary is away, in bytes.</summary>
    private const long MaxHeldBack = 16 * 1024 * 1024;

    /// <summary>Short, since the primary kills workers that take too long.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Joins the cluster whose primary started this process. The Socket.IO server then reaches the clients of every
    /// worker. In a process that no primary started it does nothing, and the application runs alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The primary's environment variables make no sense.</exception>
    public static TBuilder JoinCluster<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ClusterOptions.FromEnvironment() is { } options)
        {
            AddWorker(builder.Services, options);
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = string.Create(CultureInfo.InvariantCulture, $"HH:mm:ss 'worker {options.Index}' ");
            });
        }
        return builder;
    }

    internal static void AddWorker(IServiceCollection services, ClusterOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<LinkState>();
        services.AddSingleton(new SubmissionBuffer(MaxHeldBack));
        services.AddMetrics();
        services.AddSingleton<ClusterMetrics>();
        services.AddSingleton<Marks>();
        services.AddSingleton(provider => new ClusterMembers(provider.GetRequiredService<LinkState>().Instance));
        services.AddSingleton<RelayBus>();
        services.AddSingleton<ClusterRequests>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<ClusterDurableLog>();
        services.AddSingleton<ClusterSequencer>();
        services.AddSingleton<ISequencer>(provider => provider.GetRequiredService<ClusterSequencer>());
        services.AddSingleton<ClusterAdapterFactory>();
        services.AddSingleton<IFrameHandler, FrameDispatcher>();
        services.AddSingleton<WorkerExit>();
        services.AddSingleton<LinkStream>();
        services.Replace(ServiceDescriptor.Singleton<IAdapterFactory>(provider => provider.GetRequiredService<ClusterAdapterFactory>()));
        services.Replace(ServiceDescriptor.Singleton<IDurableLog>(provider => provider.GetRequiredService<ClusterDurableLog>()));
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ClusterWorkerLifetime>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        services.AddHostedService<ClusterLink>();
    }
}
