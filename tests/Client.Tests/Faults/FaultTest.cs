using Client.Tests.Support;
using NUnit.Framework.Interfaces;

namespace Client.Tests.Faults;

/// <summary>A test that harms its cluster, and so has one of its own, with clients that come back by themselves.</summary>
public abstract class FaultTest
{
    /// <summary>The tutorial's client, in more of a hurry.</summary>
    private static readonly object Retrying = new
    {
        auth = new { serverOffset = 0 },
        transports = new[] { "websocket" },
        retries = 20,
        ackTimeout = 5_000,
        reconnectionDelay = 50,
        reconnectionDelayMax = 500,
    };

    private NodeClients _clients = null!;

    protected ClusterProcess Cluster { get; private set; } = null!;

    [SetUp]
    public void StartClients() => _clients = new NodeClients();

    [TearDown]
    public async Task EndAsync()
    {
        await _clients.DisposeAsync();
        if (Cluster is not null)
        {
            if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
            {
                await TestContext.Out.WriteLineAsync(Cluster.ToString());
            }
            await Cluster.DisposeAsync();
        }
    }

    protected async Task StartAsync(int workers, string? program = null, IReadOnlyDictionary<string, string>? environment = null) =>
        Cluster = await ClusterProcess.StartAsync(new ClusterSettings
        {
            Workers = workers,
            Worker = program,
            Environment = environment ?? new Dictionary<string, string>(),
        });

    /// <summary>Connects a client that keeps its offset and sends again what is not acknowledged.</summary>
    protected Task<NodeSocket> ConnectAsync(int worker) => _clients.ConnectAsync(Cluster.Url(worker), Retrying, track: true);

    /// <summary>Connects a client that says this of itself, and comes back by itself.</summary>
    protected Task<NodeSocket> ConnectAsync(int worker, object auth) =>
        _clients.ConnectAsync(Cluster.Url(worker), new { auth, transports = new[] { "websocket" }, reconnectionDelay = 50, reconnectionDelayMax = 500 });

    /// <summary>
    /// The whole store holds these texts, ids from 1 without a gap, and every client was shown just that, in this order.
    /// </summary>
    protected async Task AssertShownEverywhereAsync(IEnumerable<string> texts, params NodeSocket[] clients)
    {
        // Whatever was shown twice or too late came before this.
        const string End = "the end";
        var last = await clients[0].SayWithRetriesAsync(End, End);
        var stored = StoredMessages.Read(Cluster);
        Assert.Multiple(() =>
        {
            Assert.That(stored.Select(message => message.Content), Is.EquivalentTo(texts.Append(End)));
            Assert.That(stored.Select(message => message.Id), Is.EqualTo(Enumerable.Range(1, (int)last)));
        });
        var expected = stored.Select(message => new ShownMessage(message.Content, message.Id)).ToArray();
        foreach (var client in clients)
        {
            Assert.That(await client.WaitShownIdAsync(last), Is.EqualTo(expected), client.Name);
        }
    }
}
