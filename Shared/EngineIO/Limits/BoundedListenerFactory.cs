using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EngineIO.Limits;

/// <summary>
/// Kestrel's own sockets, of which no more are taken than the process has files for; the others wait in the system's queue.
/// Kestrel's own limit comes too late: it takes a connection before it turns it away, and a crowd of those is what ends the
/// process.
/// </summary>
internal sealed class BoundedListenerFactory(SocketTransportFactory sockets) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    // For all addresses together.
    private readonly SemaphoreSlim? _room = FileRoom.Current is { Connections: var connections } ? new(connections) : null;

    public bool CanBind(EndPoint endpoint) => sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = await sockets.BindAsync(endpoint, cancellationToken);
        return _room is null ? listener : new BoundedListener(listener, _room);
    }
}
