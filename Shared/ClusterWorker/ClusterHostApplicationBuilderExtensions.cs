using ClusterAdapter.Hosting;
using ClusterAdapter.Lifetime;
using ClusterAdapter.Link;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocketIO;
using SocketIO.Cluster;
using SocketIO.Cluster.Grpc;
using SocketIO.Cluster.Lifetime;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes an application a worker of a cluster.</summary>
public static class ClusterHostApplicationBuilderExtensions
{
    /// <summary>Short, since the primary kills workers that take too long.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Joins the cluster whose primary started this process. The Socket.IO server then reaches the clients of every
    /// worker. In a process that no primary started it does nothing, and the application runs alone, with a log of its own if
    /// <c>AddSocketIOSequencer</c> of <c>SingleProcess</c> is called, too; in a cluster the log is the primary's all the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">The primary's environment variables make no sense.</exception>
    public static TBuilder JoinCluster<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (ClusterOptions.FromEnvironment() is { } options)
        {
            AddWorker(builder.Services, options);
        }
        return builder;
    }

    internal static void AddWorker(IServiceCollection services, ClusterOptions options)
    {
        services.Replace(ServiceDescriptor.Singleton<IRelay, GrpcRelay>());
        services.Replace(ServiceDescriptor.Singleton(options));
        services.TryAddSingleton<PortListener>();
        services.Replace(ServiceDescriptor.Singleton<IHandover, WorkerHandover>());
        ClusterLinkServices.Add(services, new LinkOptions(options.Index, options.Port, options.OrphanTimeout));
        services.AddOptions<SocketTransportOptions>().Configure<PortListener>((sockets, port) => sockets.CreateBoundListenSocket = port.Bind);
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, ClusterWorkerLifetime>());
        // The workers share the memory of one machine: two of them have an eighth each, as a server that is alone.
        services.PostConfigure<SocketIOOptions>(socketIO =>
            socketIO.Engine.MaxTotalQueueBytes ??= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (4 * Math.Max(2, options.Ports.Count)));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }
}
