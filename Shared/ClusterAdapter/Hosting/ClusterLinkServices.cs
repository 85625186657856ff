using ClusterAdapter.Adapter;
using ClusterAdapter.Dispatch;
using ClusterAdapter.Durable;
using ClusterAdapter.Lifetime;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using ClusterAdapter.Sequenced;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketIO.Adapters;
using SocketIO.Sequencing;

namespace ClusterAdapter.Hosting;

/// <summary>What links a server to a log, wherever that is; the <see cref="IRelay"/> and the <see cref="IHandover"/> are added beside it.</summary>
internal static class ClusterLinkServices
{
    /// <summary>What may be held back while the log is away, in bytes.</summary>
    private const long MaxHeldBack = 16 * 1024 * 1024;

    /// <summary>Adds them for this log; a log that was added before is no longer used.</summary>
    public static void Add(IServiceCollection services, LinkOptions options)
    {
        services.Replace(ServiceDescriptor.Singleton(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LinkState>();
        services.TryAddSingleton(new SubmissionBuffer(MaxHeldBack));
        services.AddMetrics();
        services.TryAddSingleton<ClusterMetrics>();
        services.TryAddSingleton(provider => new ClusterMembers(provider.GetRequiredService<LinkState>().Instance));
        services.TryAddSingleton<Publisher>();
        services.TryAddSingleton<ClusterRequests>();
        services.TryAddSingleton<Receipts>();
        services.TryAddSingleton<ClusterDurableLog>();
        services.TryAddSingleton<ClusterSequencer>();
        services.TryAddSingleton<ISequencer>(provider => provider.GetRequiredService<ClusterSequencer>());
        services.TryAddSingleton<ClusterAdapterFactory>();
        services.TryAddSingleton<IFrameHandler, FrameDispatcher>();
        services.TryAddSingleton<WorkerExit>();
        services.TryAddSingleton<LinkStream>();
        services.Replace(ServiceDescriptor.Singleton<IAdapterFactory>(provider => provider.GetRequiredService<ClusterAdapterFactory>()));
        services.Replace(ServiceDescriptor.Singleton<IDurableLog>(provider => provider.GetRequiredService<ClusterDurableLog>()));
        services.AddHostedService<ClusterLink>();
    }
}
