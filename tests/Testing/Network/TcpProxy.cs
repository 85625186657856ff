using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Testing.Network;

/// <summary>
/// Stands between clients and a server on loopback, and harms their connections: closes, resets, leaves half open, holds
/// back. It listens all its life, so that a client never meets another program on its port.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Task _accepting;
    private volatile int _target;
    private volatile bool _refuses;
    private long _accepted;

    /// <summary>Begins to listen.</summary>
    /// <param name="target">The server's port.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public int Port { get; }

    /// <summary>The address for clients.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The server's port, for connections to come.</summary>
    public int Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Whether new connections are reset at once.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>Is told of each new connection before anything passes.</summary>
    public Action<ProxiedConnection>? Accepted { get; set; }

    /// <summary>How many connections there have been.</summary>
    public long AcceptedCount => Interlocked.Read(ref _accepted);

    /// <summary>The connections that are open on both sides, half-open ones included.</summary>
    public IReadOnlyList<ProxiedConnection> Connections => [.. _connections.Keys];

    /// <summary>Ends all present connections.</summary>
    public void CutAll(CutKind kind)
    {
        foreach (var connection in Connections)
        {
            connection.Cut(kind);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in Connections)
        {
            connection.Dispose();
        }
        await Task.WhenAll(_connections.Values).ConfigureAwait(false);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
            Interlocked.Increment(ref _accepted);
            var connection = new ProxiedConnection(client);
            if (_refuses)
            {
                connection.Cut(CutKind.Reset);
                continue;
            }
            Accepted?.Invoke(connection);
            // Entered before it can end, so that its end finds it.
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connections[connection] = RunAsync(connection, start.Task);
            start.SetResult();
        }
    }

    private async Task RunAsync(ProxiedConnection connection, Task start)
    {
        await start.ConfigureAwait(false);
        await connection.RunAsync(_target).ConfigureAwait(false);
        _connections.TryRemove(connection, out _);
    }
}
