using System.Diagnostics;
using Benchmarks.Recovery.Clients;
using Benchmarks.Recovery.Figures;
using Testing;

namespace Benchmarks.Recovery.Runs;

/// <summary>Senders on both workers talk to one room as fast as they can; all must see the same order.</summary>
internal static class OrderRun
{
    private const int SendersPerWorker = 20;
    private const int Messages = 10_000;
    private const int PerSender = Messages / (2 * SendersPerWorker);

    public static async Task<int> RunAsync(BenchmarkCluster cluster)
    {
        var clients = await LoadClients.ConnectAsync(cluster, 2 * SendersPerWorker, 0, 1).ConfigureAwait(false);
        await using var ended = clients.ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(clients.All.Select(SendAsync)).ConfigureAwait(false);
        await Eventually.TrueAsync(() => clients.Deliveries.All(client => client.Count >= Messages), "the delivery of everything", TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        var duration = watch.Elapsed;
        var faults = Deliveries.Faults(clients.Deliveries, [.. Enumerable.Range(0, Messages).Select(i => (long)i)]).ToArray();
        var switches = clients.Deliveries[0].Numbers.Zip(clients.Deliveries[0].Numbers.Skip(1)).Count(pair => pair.First / PerSender != pair.Second / PerSender);
        Say.Line($"order: {Messages} broadcasts of {clients.All.Count} senders on 2 workers, {Messages * clients.All.Count} deliveries in {duration.TotalSeconds:F2} s; the sender changed {switches} times; {faults.Length} faults");
        foreach (var fault in faults)
        {
            Console.WriteLine($"  {fault}");
        }
        return faults.Length == 0 ? 0 : 1;
    }

    private static async Task SendAsync(LoadClient client, int index)
    {
        for (var i = 0; i < PerSender; i++)
        {
            await client.SendAsync($"[\"room\",\"{LoadClients.Room}\",{index * PerSender + i}]").ConfigureAwait(false);
        }
    }
}
