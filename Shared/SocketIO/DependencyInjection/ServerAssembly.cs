using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Adapters;
using SocketIO.Connections;
using SocketIO.Core;
using SocketIO.History;
using SocketIO.Recovery;
using SocketIO.Sequencing;

namespace SocketIO.DependencyInjection;

/// <summary>Puts a server together of its parts: the only place that knows them all.</summary>
internal static class ServerAssembly
{
    public static SocketIOServer Create(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<SocketIOOptions>>().Value,
        services.GetRequiredService<IAdapterFactory>(),
        services.GetRequiredService<ILoggerFactory>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetService<IMeterFactory>(),
        server => Assemble(server, services.GetService<IDurableLog>(), services.GetService<ISequencer>()));

    private static ServerParts Assemble(SocketIOServer server, IDurableLog? log, ISequencer? sequencer)
    {
        server.Features.Set(new HistoryRegistry(log));
        var desk = new ConnectionDesk(server);
        server.Features.Set(desk);
        return new ServerParts(desk, OrdersOf(server, sequencer));
    }

    private static Func<Namespace, IAdapter, INamespaceOrder> OrdersOf(SocketIOServer server, ISequencer? sequencer)
    {
        if (server.Options.ConnectionStateRecovery is not { } options)
        {
            return static (owner, adapter) => new DirectOrder(owner, adapter);
        }
        if (sequencer is null)
        {
            throw new InvalidOperationException(
                "connection state recovery needs a log: join a cluster with JoinCluster(), or call AddSocketIOSequencer() for one in this process");
        }
        return new ServerRecovery(server, options, sequencer).CreateOrder;
    }
}
