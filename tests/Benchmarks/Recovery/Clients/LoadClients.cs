using Testing;

namespace Benchmarks.Recovery.Clients;

/// <summary>Many clients in one room, and what each of them gets.</summary>
internal sealed class LoadClients : IAsyncDisposable
{
    public const string Room = "r";

    private const int AtOnce = 50;

    private readonly List<LoadClient> _clients = [];
    private readonly List<Deliveries> _deliveries = [];

    public IReadOnlyList<LoadClient> All => _clients;

    public IReadOnlyList<Deliveries> Deliveries => _deliveries;

    /// <summary>Connects them, and has them join the room.</summary>
    /// <param name="cluster">Where to.</param>
    /// <param name="count">How many.</param>
    /// <param name="workers">They connect to these in turn.</param>
    public static async Task<LoadClients> ConnectAsync(BenchmarkCluster cluster, int count, params int[] workers)
    {
        var clients = new LoadClients();
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            var connected = await Task.WhenAll(some.Select(async i =>
            {
                var deliveries = new Deliveries();
                var client = await LoadClient.ConnectAsync(cluster.Ports, cluster.Ports[workers[i % workers.Length]], deliveries.Add).ConfigureAwait(false);
                if (await client.AskAsync($"[\"join\",\"{Room}\"]").ConfigureAwait(false) is null)
                {
                    throw new IOException("lost while joining");
                }
                return (client, deliveries);
            })).ConfigureAwait(false);
            clients._clients.AddRange(connected.Select(pair => pair.client));
            clients._deliveries.AddRange(connected.Select(pair => pair.deliveries));
        }
        return clients;
    }

    /// <summary>Waits until everybody is connected and has this message, which was sent last.</summary>
    public Task WaitForAsync(long last) => Eventually.TrueAsync(
        () => _clients.All(client => client.IsConnected) && _deliveries.All(deliveries => deliveries.Last == last),
        $"the delivery of message {last} to all clients",
        TimeSpan.FromSeconds(120));

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }
}
