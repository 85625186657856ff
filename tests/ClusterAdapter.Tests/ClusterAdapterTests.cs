using SocketIO.Tests;

namespace ClusterAdapter.Tests;

/// <summary>The cluster's adapter: A on one worker, B and C on the other.</summary>
public sealed class ClusterAdapterTests : AdapterSpecification
{
    private RelayingPrimary _primary = null!;

    protected override async Task<SocketServer[]> StartServersAsync()
    {
        _primary = new RelayingPrimary(await FakePrimary.StartedAsync());
        var servers = new List<SocketServer>();
        for (var i = 0; i < 2; i++)
        {
            servers.Add(await Workers.StartAsync(_primary.Primary, index: i));
            await _primary.TakeInAsync();
        }
        // Everybody has to know of the others before anything is passed on.
        foreach (var server in servers)
        {
            await FlushAsync(server);
        }
        return [servers[0], servers[1], servers[1]];
    }

    // A question is answered behind everything that was passed on before.
    protected override async Task FlushAsync(SocketServer server)
    {
        var found = await server.Io.Main.ToAll().FetchSocketsAsync().Within();
        Assert.That(found.MissingWorkers, Is.Empty);
    }

    protected override Task StopAsync() => _primary.StopAsync();
}
