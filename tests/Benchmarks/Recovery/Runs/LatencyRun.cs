using Benchmarks.Recovery.Clients;
using Benchmarks.Recovery.Figures;
using Chaos.Protocol;
using Chaos.Record;
using Testing;

namespace Benchmarks.Recovery.Runs;

/// <summary>From the sending of a broadcast at a modest rate to its arrival at a client of the same worker, and of the other one.</summary>
internal static class LatencyRun
{
    private const int Rate = 200;
    private const int PerRound = 2000;
    private const int WarmUp = 600;

    /// <summary>Measures one way to send for one round.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="event">The event by which a client asks for the broadcast.</param>
    /// <param name="name">What the way is called.</param>
    public static async Task RunAsync(BenchmarkCluster cluster, string @event, string name)
    {
        await RoundAsync(cluster, @event, WarmUp).ConfigureAwait(false);
        var (same, other) = await RoundAsync(cluster, @event, PerRound).ConfigureAwait(false);
        Say.Line($"latency, {name}: same worker p50 {same.Percentile(0.5):F2} ms, p99 {same.Percentile(0.99):F2} ms; other worker p50 {other.Percentile(0.5):F2} ms, p99 {other.Percentile(0.99):F2} ms");
    }

    private static async Task<(Samples Same, Samples Other)> RoundAsync(BenchmarkCluster cluster, string @event, int count)
    {
        var (same, other) = (new Samples(), new Samples());
        await using var first = (await ReceiverAsync(cluster, 0, same).ConfigureAwait(false)).ConfigureAwait(false);
        await using var second = (await ReceiverAsync(cluster, 1, other).ConfigureAwait(false)).ConfigureAwait(false);
        var sender = await LoadClient.ConnectAsync(cluster.Ports, cluster.Ports[0]).ConfigureAwait(false);
        await using var third = sender.ConfigureAwait(false);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Rate));
        for (var i = 0; i < count; i++)
        {
            await timer.WaitForNextTickAsync().ConfigureAwait(false);
            await sender.SendAsync($"[\"{@event}\",\"{LoadClients.Room}\",{Clock.Now}]").ConfigureAwait(false);
        }
        // Volatile ones may be dropped, but not when nothing is queued.
        await Eventually.TrueAsync(() => same.Count == count && other.Count == count, "the delivery of everything").ConfigureAwait(false);
        return (same, other);
    }

    private static async Task<LoadClient> ReceiverAsync(BenchmarkCluster cluster, int worker, Samples samples)
    {
        var client = await LoadClient.ConnectAsync(cluster.Ports, cluster.Ports[worker], Received).ConfigureAwait(false);
        await client.AskAsync($"[\"join\",\"{LoadClients.Room}\"]").ConfigureAwait(false);
        return client;

        void Received(ServerEvent @event) => samples.Add((Clock.Now - @event.Arguments[0].Number) / 1000.0);
    }
}
