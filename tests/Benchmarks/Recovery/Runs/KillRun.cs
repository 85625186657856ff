using System.Diagnostics;
using Benchmarks.Recovery.Clients;
using Benchmarks.Recovery.Figures;
using Chaos.Record;
using Testing;
using Testing.Processes;

namespace Benchmarks.Recovery.Runs;

/// <summary>Kills worker 0 of a cluster with many clients, while somebody on worker 1 sends to all of them.</summary>
internal static class KillRun
{
    private const int Rate = 5;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <param name="cluster">The cluster.</param>
    /// <param name="count">How many clients.</param>
    /// <param name="workers">Which workers they are on.</param>
    public static async Task<int> RunAsync(BenchmarkCluster cluster, int count, int[] workers)
    {
        var clients = await LoadClients.ConnectAsync(cluster, count, workers).ConfigureAwait(false);
        await using var ended = clients.ConfigureAwait(false);
        var observer = await LoadClient.ConnectAsync(cluster.Ports, cluster.Ports[1]).ConfigureAwait(false);
        await using var observed = observer.ConfigureAwait(false);
        var victims = clients.All.Where((_, i) => workers[i % workers.Length] == 0).ToArray();
        await UntilAsync(observer, presence => presence.Online == count + 1).ConfigureAwait(false);
        using var end = new CancellationTokenSource();
        var publisher = new Publisher(_ => observer, Rate);
        var publishing = publisher.RunAsync(end.Token);
        await Task.Delay(Before).ConfigureAwait(false);

        var pid = await cluster.Process.WorkerPidAsync(0).ConfigureAwait(false);
        var formerlyAway = (await PresenceAsync(observer).ConfigureAwait(false)).WentAway;
        var (killedAt, killed) = (Clock.Now, Stopwatch.GetTimestamp());
        Signal.Kill.Send(pid);
        await UntilAsync(observer, presence => presence.WentAway - formerlyAway == victims.Length).ConfigureAwait(false);
        // As the worker saw it: this program has its hands full with the lost connections.
        var untilAway = Stopwatch.GetElapsedTime(killed, (await PresenceAsync(observer).ConfigureAwait(false)).AwayAt);
        await Eventually.TrueAsync(() => victims.All(client => client.Absences.Count > 0), "the return of all clients", Limit).ConfigureAwait(false);
        var allOnlineAt = await UntilAsync(observer, presence => presence.Online == count + 1 && presence.Away == 0).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await clients.WaitForAsync(await publishing.ConfigureAwait(false)).ConfigureAwait(false);

        var absences = clients.All.SelectMany(client => client.Absences).ToArray();
        var away = new Samples(absences.Select(absence => absence.Milliseconds));
        var faults = Deliveries.Faults(clients.Deliveries, publisher.Acknowledged).ToArray();
        Say.Line($"kill, {count} clients, {victims.Length} on the killed worker: presence says all away after {untilAway.TotalMilliseconds:F0} ms, all clients back after {Milliseconds(absences.Max(absence => absence.BackAt)):F0} ms (away p50 {away.Percentile(0.5):F0} ms, p99 {away.Percentile(0.99):F0} ms, more than one attempt: {absences.Count(absence => absence.Attempts > 1)}), presence says all online after {Milliseconds(allOnlineAt):F0} ms; {absences.Count(absence => absence.Recovered)} of {absences.Length} recovered; {publisher.Acknowledged.Count} of {publisher.Sent} messages acknowledged, {faults.Length} faults");
        foreach (var fault in faults.Take(10))
        {
            Console.WriteLine($"  {fault}");
        }
        return faults.Length == 0 && absences.Length == victims.Length && absences.All(absence => absence.Recovered) ? 0 : 1;

        double Milliseconds(long at) => (at - killedAt) / 1000.0;
    }

    private static async Task<long> UntilAsync(LoadClient observer, Func<Presence, bool> wanted)
    {
        await Eventually.TrueAsync(async () => wanted(await PresenceAsync(observer).ConfigureAwait(false)), "the right presence", Limit).ConfigureAwait(false);
        return Clock.Now;
    }

    private static async Task<Presence> PresenceAsync(LoadClient observer)
    {
        var answer = await observer.AskAsync("[\"presence\"]").ConfigureAwait(false) ?? throw new IOException("the observer was lost");
        var counts = answer.Content.Properties;
        return new Presence(counts["online"].Number, counts["away"].Number, counts["wentAway"].Number, counts["awayAt"].Number);
    }

    private readonly record struct Presence(long Online, long Away, long WentAway, long AwayAt);
}
