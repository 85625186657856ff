namespace Client.Tests.Chat;

/// <summary>One chat of two workers, and one process of clients, for all the tests of this namespace.</summary>
[SetUpFixture]
public sealed class ChatCluster
{
    public static ClusterProcess Cluster { get; private set; } = null!;

    public static NodeClients Clients { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Clients = new NodeClients();
        // As the tutorial's: who asks for everything gets it. HistorySizeTests have the default.
        Cluster = await ClusterProcess.StartAsync(new ClusterSettings { Environment = new Dictionary<string, string> { ["Chat__HistoryAtConnect"] = "0" } });
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Clients is not null)
        {
            await Clients.DisposeAsync();
        }
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }
}
