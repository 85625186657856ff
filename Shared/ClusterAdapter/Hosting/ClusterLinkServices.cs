using ClusterAdapter.Adapter;
using ClusterAdapter.Durable;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using ClusterAdapter.Sequenced;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketIO.Adapters;
using SocketIO.History;
using SocketIO.Recovery;

namespace ClusterAdapter.Hosting;

/// <summary>What links a server to a log, wherever that is; the <see cref="IRelay"/> is added beside it.</summary>
internal static class ClusterLinkServices
{
    /// <summary>What may be held back while the log is away, in bytes.</summary>
    private const long MaxHeldBack = 16 * 1024 * 1024;

    public static void Add(IServiceCollection services, ClusterOptions options)
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
        services.AddHostedService<ClusterLink>();
    }
}
