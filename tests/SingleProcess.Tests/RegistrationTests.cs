using ClusterAdapter.Lifetime;
using ClusterAdapter.Link;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SocketIO.Cluster;
using SocketIO.Cluster.Grpc;
using SocketIO.Cluster.Lifetime;

namespace SingleProcess.Tests;

/// <summary>One program that runs in a cluster and alone.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void AddSocketIOSequencer_InAWorkerOfACluster_LeavesTheLogToThePrimary([Values] bool before)
    {
        var builder = Host.CreateApplicationBuilder();
        var services = builder.Services;
        if (before)
        {
            services.AddSocketIOSequencer();
        }
        ClusterHostApplicationBuilderExtensions.AddWorker(services, Worker);
        if (!before)
        {
            services.AddSocketIOSequencer();
        }

        using var host = builder.Build();
        var provider = host.Services;
        Assert.That(provider.GetServices<IRelay>().Single(), Is.InstanceOf<GrpcRelay>());
        Assert.That(provider.GetServices<LinkOptions>().Single().Index, Is.EqualTo(1));
        Assert.That(provider.GetServices<IHandover>().Single(), Is.InstanceOf<WorkerHandover>());
        Assert.That(provider.GetServices<IHostedService>().Count(service => service is ClusterLink), Is.EqualTo(1));
        Assert.That(provider.GetServices<LinkStream>(), Has.Exactly(1).Items);
    }

    [Test]
    public void AddSocketIOSequencer_Twice_IsRefused()
    {
        var services = new ServiceCollection().AddSocketIOSequencer();

        Assert.That(() => services.AddSocketIOSequencer("events.db"), Throws.InvalidOperationException.With.Message.Contains("twice"));
    }

    private static ClusterOptions Worker => new()
    {
        Relay = "unix:/nowhere",
        Index = 1,
        Port = 3001,
        Ports = [3000, 3001],
        OrphanTimeout = TimeSpan.FromSeconds(1),
    };
}
