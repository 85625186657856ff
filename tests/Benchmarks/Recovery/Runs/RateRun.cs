using System.Diagnostics;
using Benchmarks.Recovery.Clients;
using Benchmarks.Recovery.Figures;

namespace Benchmarks.Recovery.Runs;

/// <summary>How many acknowledged broadcasts a second there can be: more and more senders that each wait for the answer.</summary>
internal static class RateRun
{
    private const double Growth = 1.05;
    private const int Most = 1024;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(BenchmarkCluster cluster)
    {
        var (best, levelsWithoutGrowth) = (0.0, 0);
        for (var senders = 4; senders <= Most && levelsWithoutGrowth < 2; senders *= 2)
        {
            var rate = await LevelAsync(cluster, senders).ConfigureAwait(false);
            levelsWithoutGrowth = rate > best * Growth ? 0 : levelsWithoutGrowth + 1;
            best = Math.Max(best, rate);
        }
        Say.Line($"rate: at most {best:F0} sequenced events a second");
    }

    private static async Task<double> LevelAsync(BenchmarkCluster cluster, int senders)
    {
        // One receiver on each worker.
        var receivers = await LoadClients.ConnectAsync(cluster, 2, 0, 1).ConfigureAwait(false);
        await using var ended = receivers.ConfigureAwait(false);
        var clients = await Task.WhenAll(Enumerable.Range(0, senders).Select(i => LoadClient.ConnectAsync(cluster.Ports, cluster.Ports[i % 2]))).ConfigureAwait(false);
        var health = await cluster.Process.HealthAsync().ConfigureAwait(false);
        var (stop, count, late) = (false, 0L, new Samples());
        var sending = clients.Select((client, i) => SendAsync(client)).ToArray();
        await Task.Delay(WarmUp).ConfigureAwait(false);

        var (former, cpu, watch) = (Interlocked.Read(ref count), Cpu(), Stopwatch.StartNew());
        late = new Samples();
        await Task.Delay(Time).ConfigureAwait(false);
        var (done, seconds) = (Interlocked.Read(ref count) - former, watch.Elapsed.TotalSeconds);
        double[] used = [.. Cpu().Zip(cpu, (now, before) => (now - before) / done * 1e6)];
        Volatile.Write(ref stop, true);
        await Task.WhenAll(sending).ConfigureAwait(false);
        Say.Line($"rate, {senders} senders: {done / seconds:F0} events a second, acknowledged in p50 {late.Percentile(0.5):F1} ms, p99 {late.Percentile(0.99):F1} ms; CPU for each: primary {used[0]:F0} us, both workers {used[1] + used[2]:F0} us, this program {used[3]:F0} us");
        foreach (var client in clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
        return done / seconds;

        double[] Cpu() => [CpuTime.Of(health.Pid), CpuTime.Of(health.Workers[0].Pid), CpuTime.Of(health.Workers[1].Pid), CpuTime.Of(Environment.ProcessId)];

        async Task SendAsync(LoadClient client)
        {
            while (!Volatile.Read(ref stop))
            {
                var start = Stopwatch.GetTimestamp();
                if (await client.AskAsync($"[\"publish\",\"{LoadClients.Room}\",1]").ConfigureAwait(false) is null)
                {
                    throw new IOException("lost a connection");
                }
                late.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                Interlocked.Increment(ref count);
            }
        }
    }
}
