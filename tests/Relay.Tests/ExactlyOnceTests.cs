using Cluster.Relay.Tests.Simulation;
using SocketIO.Sequencer;

namespace Cluster.Relay.Tests;

/// <summary>
/// Clients that come and go between workers whose streams break and that die, while everybody emits and joins and leaves:
/// each session gets what the log has for it, once and in order, whatever is live and whatever comes in pages.
/// </summary>
public sealed class ExactlyOnceTests
{
    [Test]
    public async Task Sessions_AnyInterleaving_GetTheirEventsOnceAndInOrder([Values] bool inMemory, [Range(1, 3)] int seed)
    {
        using var folder = new TempFolder();
        var options = new SequencerOptions { Path = inMemory ? null : folder.File("cluster.db"), MaxTailBytes = 50_000 };
        await using var cluster = new SimCluster(options, seed);

        await cluster.RunAsync(clients: 8, actions: 60);

        Assert.That(cluster.Violations, Is.Empty);
        var truth = cluster.Truth();
        foreach (var client in cluster.Clients)
        {
            Assert.That(client.Got, Is.EqualTo(truth.EventsOf(client.Sid)), $"what {client.Sid} got, seed {seed}");
        }
        TestContext.Out.WriteLine($"{truth.Emits} events, {cluster.Claims} claims, {cluster.Mishaps} mishaps");
        Assert.That(cluster.Claims, Is.GreaterThan(50));
        Assert.That(cluster.Mishaps, Is.GreaterThan(5));
        Assert.That(truth.Emits, Is.GreaterThan(200));
    }
}
