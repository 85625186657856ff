using Client.Tests.Support;
using NUnit.Framework.Interfaces;

namespace Client.Tests.Library;

/// <summary>A test of the library in one transport mode: clients come on either worker and are gone after the test.</summary>
public abstract class LibraryTest(TransportMode mode)
{
    private readonly List<NodeSocket> _clients = [];
    private int _barriers;

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
            await TestContext.Out.WriteLineAsync(LibraryCluster.Cluster.ToString());
        }
    }

    /// <summary>Connects a client to a worker.</summary>
    protected async Task<NodeSocket> ConnectAsync(int worker, string path = "", object? options = null)
    {
        var client = await LibraryCluster.Clients.ConnectAsync(mode, LibraryCluster.Cluster.Url(worker) + path, options);
        _clients.Add(client);
        return client;
    }

    /// <summary>Makes a client that may not get in.</summary>
    protected async Task<NodeSocket> OpenAsync(int worker, string path, object? options = null)
    {
        var client = await LibraryCluster.Clients.OpenAsync(LibraryCluster.Cluster.Url(worker) + path, mode.With(options));
        _clients.Add(client);
        return client;
    }

    /// <summary>Connects clients to workers and lets each enter a room.</summary>
    protected async Task<NodeSocket> ConnectInAsync(int worker, params string[] rooms)
    {
        var client = await ConnectAsync(worker);
        foreach (var room in rooms)
        {
            await client.AskAsync("join", room);
        }
        return client;
    }

    /// <summary>
    /// Waits until everybody has got an event that the sender emits now, and so everything that it emitted before.
    /// </summary>
    protected async Task PassBarrierAsync(NodeSocket sender, params NodeSocket[] receivers)
    {
        var barrier = $"barrier {++_barriers}";
        await sender.EmitAsync("all", barrier);
        foreach (var receiver in receivers)
        {
            await Eventually.TrueAsync(
                async () => (await receiver.ReceivedAsync("all")).Any(item => item.Args[0].GetString() == barrier),
                $"{barrier} at {receiver.Name}");
        }
    }
}
