using System.Diagnostics;
using Benchmarks.Recovery.Clients;
using Benchmarks.Recovery.Figures;

namespace Benchmarks.Recovery.Runs;

/// <summary>Replaces the workers one after the other, while clients of both talk.</summary>
internal static class RestartRun
{
    private const int Clients = 200;
    private const int Rate = 50;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(BenchmarkCluster cluster)
    {
        var clients = await LoadClients.ConnectAsync(cluster, Clients, 0, 1).ConfigureAwait(false);
        await using var ended = clients.ConfigureAwait(false);
        using var end = new CancellationTokenSource();
        var publisher = new Publisher(number => clients.All[number % Clients], Rate);
        var publishing = publisher.RunAsync(end.Token);
        await Task.Delay(Before).ConfigureAwait(false);

        var former = await cluster.Process.HealthAsync().ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        await cluster.Process.RestartAsync().ConfigureAwait(false);
        await cluster.Process.WaitForHealthAsync(
            health => health.IsReady && health.Restart is { State: "Done" } && health.Workers.All(worker => former.Workers.All(old => old.Pid != worker.Pid)),
            "the end of the rolling restart",
            TimeSpan.FromSeconds(90)).ConfigureAwait(false);
        var duration = watch.Elapsed;
        await end.CancelAsync().ConfigureAwait(false);
        await clients.WaitForAsync(await publishing.ConfigureAwait(false)).ConfigureAwait(false);

        var absences = clients.All.SelectMany(client => client.Absences).ToArray();
        var away = new Samples(absences.Select(absence => absence.Milliseconds));
        var faults = Deliveries.Faults(clients.Deliveries, publisher.Acknowledged).ToArray();
        Say.Line($"restart, {Clients} clients, {Rate} broadcasts a second: {duration.TotalSeconds:F1} s; {absences.Length} reconnects, {absences.Count(absence => absence.Recovered)} recovered; a client was away p50 {away.Percentile(0.5):F0} ms, p99 {away.Percentile(0.99):F0} ms, longest {away.Percentile(1):F0} ms (more than one attempt: {absences.Count(absence => absence.Attempts > 1)}); {publisher.Acknowledged.Count} of {publisher.Sent} messages acknowledged, {faults.Length} faults");
        foreach (var fault in faults.Take(10))
        {
            Console.WriteLine($"  {fault}");
        }
        return faults.Length == 0 && absences.All(absence => absence.Recovered) ? 0 : 1;
    }
}
