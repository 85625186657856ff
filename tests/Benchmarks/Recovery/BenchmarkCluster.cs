using Testing.Processes;

namespace Benchmarks.Recovery;

/// <summary>A primary and two workers with the server to measure.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const int Workers = 2;

    private BenchmarkCluster(ClusterProcess cluster)
    {
        Process = cluster;
        Ports = [.. Enumerable.Range(cluster.Port, Workers)];
    }

    public ClusterProcess Process { get; }

    /// <summary>The port of each worker.</summary>
    public IReadOnlyList<int> Ports { get; }

    public static async Task<BenchmarkCluster> StartAsync(bool recovery = true) => new(await ClusterProcess.StartAsync(new ClusterSettings
    {
        Workers = Workers,
        Worker = BuildOutput.BenchmarkServer,
        Environment = new Dictionary<string, string> { ["BENCHMARK_RECOVERY"] = recovery ? "true" : "false" },
    }).ConfigureAwait(false));

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
