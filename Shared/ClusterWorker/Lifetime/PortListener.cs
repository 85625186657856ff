using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using NetSocket = System.Net.Sockets.Socket;

namespace SocketIO.Cluster.Lifetime;

/// <summary>
/// Opens the worker's ports for the web server. On Linux a process that takes another's place listens beside it, so that
/// the port refuses nobody in between; and a worker that drains stops listening while its connections stay.
/// </summary>
internal sealed class PortListener(ClusterOptions options)
{
    private const int SolSocket = 1;
    private const int SoReusePort = 15;

    private readonly Lock _lock = new();
    private readonly List<NetSocket> _sockets = [];
    private bool _closed;

    /// <summary>Whether the worker's port is open, in a way that lets a process of the same user listen on it, too.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Opens a port; the web server calls it for each of its addresses.</summary>
    public NetSocket Bind(EndPoint endpoint)
    {
        var isOwn = endpoint is IPEndPoint { Port: var port } && port == options.Port;
        var shared = isOwn && OperatingSystem.IsLinux();
        var socket = shared ? BindShared((IPEndPoint)endpoint) : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        lock (_lock)
        {
            IsShared |= shared;
            _sockets.Add(socket);
            if (_closed)
            {
                socket.Dispose();
            }
        }
        return socket;
    }

    /// <summary>Listens no more; the web server takes it as the end of what it has to accept.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var socket in _sockets)
            {
                socket.Dispose();
            }
        }
    }

    private NetSocket BindShared(IPEndPoint endpoint)
    {
        if (!options.ReplacesAnother)
        {
            // A port that is in use, by another cluster of this user for example, must not be shared by accident.
            SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint).Dispose();
        }
        var socket = new NetSocket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
            {
                // As the web server's own sockets: of both families.
                socket.DualMode = true;
            }
            socket.SetRawSocketOption(SolSocket, SoReusePort, BitConverter.GetBytes(1));
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
