using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Testing.Network;

/// <summary>One connection through a <see cref="TcpProxy"/>.</summary>
public sealed class ProxiedConnection : IDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _held;
    private volatile bool _swallows;
    private long _polledAt;
    private long _toClient;
    private long _toServer;
    private long _fuse = long.MaxValue;
    private CutKind _fuseKind;

    internal ProxiedConnection(Socket client)
    {
        _client = client;
        _client.NoDelay = true;
        _server.NoDelay = true;
    }

    /// <summary>The bytes that the client was sent.</summary>
    public long BytesToClient => Interlocked.Read(ref _toClient);

    /// <summary>The bytes that the server was sent.</summary>
    public long BytesToServer => Interlocked.Read(ref _toServer);

    /// <summary>Whether both ends still think that they are connected although nothing passes any more.</summary>
    public bool IsHalfOpen => _swallows;

    /// <summary>For how long the client has waited for the answer to a poll (HTTP GET); zero if it does not.</summary>
    public TimeSpan PollsSince => Interlocked.Read(ref _polledAt) is not 0 and var polled ? Stopwatch.GetElapsedTime(polled) : TimeSpan.Zero;

    /// <summary>Ends it so.</summary>
    public void Cut(CutKind kind)
    {
        if (kind == CutKind.HalfOpen)
        {
            _swallows = true;
            Resume();
            return;
        }
        if (kind == CutKind.Reset)
        {
            Break(_client);
            Break(_server);
        }
        Dispose();
    }

    /// <summary>Lets the client have so many bytes more, and cuts it off in the midst of whatever follows.</summary>
    public void CutAfter(long bytesToClient, CutKind kind)
    {
        _fuseKind = kind;
        Interlocked.Exchange(ref _fuse, BytesToClient + bytesToClient);
    }

    /// <summary>Keeps back what is sent in both directions until <see cref="Resume"/>.</summary>
    public void Hold()
    {
        lock (_lock)
        {
            _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets everything pass again.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _held?.TrySetResult();
            _held = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Resume();
        _client.Dispose();
        _server.Dispose();
    }

    internal async Task RunAsync(int target)
    {
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, target).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Cut(CutKind.Reset);
            return;
        }
        await Task.WhenAll(PumpAsync(_client, _server, toClient: false), PumpAsync(_server, _client, toClient: true)).ConfigureAwait(false);
        Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, bool toClient)
    {
        try
        {
            await PassAsync(from, to, toClient).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One end is gone, and so is the other, unless it is not to know.
            if (!_swallows)
            {
                Cut(CutKind.Reset);
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to, bool toClient)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            var count = await from.ReceiveAsync(buffer).ConfigureAwait(false);
            await Held.ConfigureAwait(false);
            if (!_swallows)
            {
                await SendAsync(to, buffer.AsMemory(0, count), toClient).ConfigureAwait(false);
            }
            if (count == 0)
            {
                if (!_swallows)
                {
                    to.Shutdown(SocketShutdown.Send);
                }
                return;
            }
        }
    }

    private async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, bool toClient)
    {
        var left = toClient ? Math.Max(0, Interlocked.Read(ref _fuse) - BytesToClient) : long.MaxValue;
        var blows = left < bytes.Length;
        if (blows)
        {
            bytes = bytes[..(int)left];
        }
        Interlocked.Exchange(ref _polledAt, !toClient && bytes.Span.StartsWith("GET "u8) ? Stopwatch.GetTimestamp() : 0);
        while (bytes.Length > 0)
        {
            var sent = await to.SendAsync(bytes).ConfigureAwait(false);
            Interlocked.Add(ref toClient ? ref _toClient : ref _toServer, sent);
            bytes = bytes[sent..];
        }
        if (blows)
        {
            Cut(_fuseKind);
        }
    }

    private Task Held
    {
        get
        {
            lock (_lock)
            {
                return _held?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Its end will be a reset.</summary>
    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }
}
