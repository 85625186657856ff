using Chaos.Clients;
using Testing.Network;
using Testing.Processes;

namespace Chaos.Faults;

/// <summary>What can be harmed: the cluster's processes, the lines to it, and the clients.</summary>
internal sealed class Target(ClusterProcess cluster, IReadOnlyList<TcpProxy> proxies, IReadOnlyList<ChaosClient> clients, TimeSpan window) : IDisposable
{
    private readonly int[] _workers = new int[proxies.Count];

    public ClusterProcess Cluster => cluster;

    /// <summary>One before each worker.</summary>
    public IReadOnlyList<TcpProxy> Proxies => proxies;

    public IReadOnlyList<ChaosClient> Clients => clients;

    /// <summary>How long sessions outlive their connections.</summary>
    public TimeSpan Window => window;

    /// <summary>Held by whoever harms the primary.</summary>
    public SemaphoreSlim PrimaryGate { get; } = new(1);

    /// <summary>A worker's process, as far as it is known; 0 if it is not.</summary>
    public async Task<int> WorkerPidAsync(int worker)
    {
        if (await cluster.TryHealthAsync().ConfigureAwait(false) is { } health)
        {
            foreach (var found in health.Workers)
            {
                _workers[found.Index] = found.Pid;
            }
        }
        return _workers[worker];
    }

    public void Dispose() => PrimaryGate.Dispose();
}
