namespace Testing.Node;

/// <summary>A Node.js process that holds official clients; see <c>node/clients.mjs</c>.</summary>
public sealed class NodeClients : IAsyncDisposable
{
    private readonly LineProgram _program = LineProgram.StartNode("clients.mjs");
    private int _last;

    /// <summary>Makes a client and waits until it is connected.</summary>
    /// <param name="url">The worker's address, with the namespace as its path.</param>
    /// <param name="options">The client's own options, as an object.</param>
    /// <param name="track">Whether the client keeps <c>auth.serverOffset</c> up to date, as the chat tutorial's does.</param>
    public async Task<NodeSocket> ConnectAsync(string url, object? options = null, bool track = false)
    {
        var socket = await OpenAsync(url, options, track).ConfigureAwait(false);
        await socket.WaitConnectedAsync().ConfigureAwait(false);
        return socket;
    }

    /// <summary>Makes a client without waiting.</summary>
    public async Task<NodeSocket> OpenAsync(string url, object? options = null, bool track = false)
    {
        var socket = new NodeSocket(_program, $"client{Interlocked.Increment(ref _last)}");
        await _program.CallAsync("open", new { socket = socket.Name, url, options = options ?? new { }, track }).ConfigureAwait(false);
        return socket;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _program.DisposeAsync();
}
