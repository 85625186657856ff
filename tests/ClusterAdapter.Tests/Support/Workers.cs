using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SocketIO.Cluster;

namespace ClusterAdapter.Tests.Support;

/// <summary>Starts Socket.IO servers that are workers of a fake primary's cluster, in this process.</summary>
internal static class Workers
{
    public const int FirstPort = 3000;

    /// <summary>Switches connection state recovery on.</summary>
    public static void Recover(SocketIOOptions options) => options.ConnectionStateRecovery = new ConnectionStateRecoveryOptions();

    public static Task<SocketServer> StartAsync(
        FakePrimary primary,
        int index = 0,
        TimeProvider? time = null,
        TimeSpan? orphanTimeout = null,
        string token = "",
        Action<SocketIOOptions>? configure = null) =>
        SocketServer.StartAsync(
            configure: configure,
            services: services =>
            {
                if (time is not null)
                {
                    services.AddSingleton(time);
                }
                ClusterHostApplicationBuilderExtensions.AddWorker(services, new ClusterOptions
                {
                    Relay = primary.Relay,
                    Token = token,
                    Index = index,
                    Port = FirstPort + index,
                    Ports = [FirstPort, FirstPort + 1],
                    OrphanTimeout = orphanTimeout ?? TimeSpan.FromSeconds(30),
                });
            });
}
