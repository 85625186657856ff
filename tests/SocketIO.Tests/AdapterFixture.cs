namespace SocketIO.Tests;

/// <summary>
/// Three clients: A in room 1, B in rooms 1 and 2, C in none. They may be on different servers; A is on the one that the
/// operators are taken from.
/// </summary>
public abstract class AdapterFixture
{
    /// <summary>The server that operators are taken from; A is on it.</summary>
    protected SocketServer Server { get; private set; } = null!;

    /// <summary>The server of each client.</summary>
    protected SocketServer[] Servers { get; private set; } = [];

    protected RawClient[] Clients { get; private set; } = [];

    protected Socket[] Sockets { get; private set; } = [];

    /// <summary>Starts the servers and gives the one of each client.</summary>
    protected abstract Task<SocketServer[]> StartServersAsync();

    /// <summary>Completes when what was sent has reached the other servers.</summary>
    protected abstract Task FlushAsync(SocketServer server);

    /// <summary>A message without what only some servers add to it.</summary>
    protected virtual string Plain(string message) => message;

    /// <summary>Whether the data of a socket must be JSON, with neither bytes nor things of the process in them.</summary>
    protected virtual bool HasJsonData => false;

    /// <summary>Stops what the servers need.</summary>
    protected virtual Task StopAsync() => Task.CompletedTask;

    [SetUp]
    public async Task ConnectAsync()
    {
        Servers = await StartServersAsync();
        Server = Servers[0];
        var connected = new List<(RawClient Client, Socket Socket)>();
        foreach (var (server, rooms) in Servers.Zip((string[][])[["1"], ["1", "2"], []]))
        {
            var (client, socket) = await server.ConnectAsync();
            client.Reading = Plain;
            socket.Join(rooms);
            connected.Add((client, socket));
        }
        Clients = [.. connected.Select(pair => pair.Client)];
        Sockets = [.. connected.Select(pair => pair.Socket)];
        await FlushAsync();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        foreach (var client in Clients)
        {
            client.Dispose();
        }
        foreach (var server in Servers.Distinct())
        {
            await server.DisposeAsync();
        }
        await StopAsync();
    }

    protected async Task FlushAsync()
    {
        foreach (var server in Servers.Distinct())
        {
            await FlushAsync(server).Within();
        }
    }

    /// <summary>The clients meant; those of a local operator are on the first server.</summary>
    protected bool IsMeant(string receivers, int client)
    {
        var isLocal = receivers.StartsWith("local:", StringComparison.Ordinal);
        return receivers.Contains((char)('A' + client), StringComparison.Ordinal) && (!isLocal || Servers[client] == Server);
    }
}
