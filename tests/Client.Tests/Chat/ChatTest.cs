using Client.Tests.Support;
using NUnit.Framework.Interfaces;

namespace Client.Tests.Chat;

/// <summary>A test of the shared chat: others have left messages there, so each test works with keys of its own.</summary>
public abstract class ChatTest
{
    private readonly List<NodeSocket> _clients = [];

    protected static ClusterProcess Cluster => ChatCluster.Cluster;

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var client in _clients)
        {
            await client.CloseAsync();
        }
        _clients.Clear();
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            await TestContext.Out.WriteLineAsync(Cluster.ToString());
        }
    }

    /// <summary>A client offset that nobody else uses.</summary>
    protected static string NewKey() => Guid.NewGuid().ToString();

    /// <summary>The id of the last message stored so far.</summary>
    protected static async Task<long> LastIdAsync() => (await Cluster.HealthAsync()).Log.LastDurableId;

    /// <summary>Connects a client that wants only what is new.</summary>
    protected async Task<NodeSocket> ConnectAsync(int worker, TransportMode mode = TransportMode.WebSocket) =>
        await ConnectAsync(worker, new { serverOffset = await LastIdAsync() }, mode);

    /// <summary>Connects a client that says this of itself.</summary>
    protected async Task<NodeSocket> ConnectAsync(int worker, object auth, TransportMode mode = TransportMode.WebSocket)
    {
        var client = await ChatCluster.Clients.ConnectAsync(mode, Cluster.Url(worker), new { auth });
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects the tutorial's client, options as it gives them.</summary>
    protected async Task<NodeSocket> ConnectTutorialAsync(int worker, TransportMode mode)
    {
        var options = new { auth = new { serverOffset = 0 }, ackTimeout = 10_000, retries = 3 };
        var client = await ChatCluster.Clients.ConnectAsync(mode, Cluster.Url(worker), options, track: true);
        _clients.Add(client);
        return client;
    }
}
