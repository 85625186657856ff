using SocketIO.Diagnostics;
using SocketIO.Limits;
using SocketIO.Parsers;
using SocketIO.Sockets;

namespace SocketIO.Core;

/// <summary>How one socket comes into its namespace and, exactly once, leaves it. Both may happen at the same time.</summary>
internal sealed class SocketLifetime(Socket socket, ISocketConnection connection)
{
    private readonly Lock _state = new();
    private volatile bool _opened;
    private volatile bool _connected;
    private volatile bool _left;
    private volatile EarlyCalls? _early = new();
    private CancellationTokenSource? _ended;

    public bool IsConnected => _connected;

    /// <summary>Whether its client was ever told that it is in.</summary>
    public bool HasOpened => _opened;

    public bool HasLeft => _left;

    /// <summary>What was done with it before it is in its namespace; <see langword="null"/> when that is over.</summary>
    public EarlyCalls? Early => _early;

    /// <summary>Cancelled when it leaves.</summary>
    public CancellationToken Ended
    {
        get
        {
            var source = LazyInitializer.EnsureInitialized(ref _ended, static () => new CancellationTokenSource());
            if (_left)
            {
                // It left in this very moment, and may have found nothing to cancel.
                _ = CancelAsync(source);
            }
            return source.Token;
        }
    }

    /// <summary>Does something once it is in its namespace, if it is not yet; false if it is, or was.</summary>
    public bool TryDefer(Action action) => _early is { } early && early.TryAdd(action);

    /// <summary>Puts the socket into its namespace. Its CONNECT is answered before anything else can reach it.</summary>
    /// <returns>Whether it had not left before.</returns>
    public bool Open(EncodedPacket answer)
    {
        lock (_state)
        {
            if (_left)
            {
                return false;
            }
            // Before it counts as connected: a session's rooms came with it, and somebody may send to them now.
            connection.Engine.Send(answer.Messages);
            _opened = true;
            _connected = true;
        }
        var owner = socket.Namespace;
        owner.Add(socket);
        owner.Order.EnterUser(socket);
        if (EndEarlyRooms() is { Length: > 0 } rooms)
        {
            owner.Order.JoinAtConnection(socket, rooms);
        }
        _early?.Run();
        _early = null;
        owner.Server.Metrics.SocketOpened(owner.Name);
        if (_left)
        {
            // The connection was closed meanwhile, and Leave found nothing to remove yet.
            owner.Remove(socket);
        }
        // A socket that has left meanwhile goes through its handlers all the same: first the connection, then its end.
        owner.Order.StartHandlers(socket);
        return true;
    }

    /// <summary>Enters rooms before the connection; false when it is too late for that.</summary>
    /// <exception cref="ArgumentException">With recovery: their names take too much.</exception>
    public bool TryJoinEarly(string[] rooms)
    {
        if (Early is not { Rooms: { } present } early)
        {
            return false;
        }
        if (socket.Namespace.Order.IsSequenced)
        {
            RoomLimit.Check([.. present, socket.Id], rooms);
        }
        return early.TryJoin(rooms);
    }

    /// <summary>Takes the socket out of its namespace and runs the handlers for its end, if it ever was in it.</summary>
    public void Leave(DisconnectReason reason)
    {
        bool wasConnected;
        lock (_state)
        {
            if (_left)
            {
                return;
            }
            _left = true;
            wasConnected = _connected;
        }
        reason = socket.Gate.EndReason ?? reason;
        var owner = socket.Namespace;
        if (wasConnected)
        {
            socket.Handlers.Ends.RunBefore(reason, owner.Server.Logs.Handlers, socket.Id);
        }
        _connected = false;
        _early?.Drop();
        _early = null;
        if (Volatile.Read(ref _ended) is { } ended)
        {
            // Whoever registered with it is the application's: not on this thread, which may be the stream's.
            _ = CancelAsync(ended);
        }
        connection.Forget(socket);
        owner.Remove(socket);
        var mayReturn = owner.Order.Depart(socket, reason, wasConnected);
        // In this order: a namespace of which nothing is left but a question stays until that is answered.
        // What a middleware asked has not been sent: at the return it runs again.
        socket.Outbox.Close(mayReturn && wasConnected);
        owner.Server.Namespaces.Exit(owner);
        if (wasConnected)
        {
            owner.Server.Metrics.SocketClosed(owner.Name, reason);
            socket.Handlers.Enqueue(reason);
        }
    }

    public string[] EndEarlyRooms() => _early?.EndRooms() ?? [];

    private async Task CancelAsync(CancellationTokenSource ended)
    {
        try
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException exception)
        {
            Log.HandlerFailed(socket.Namespace.Server.Logs.Handlers, exception, "connection aborted", socket.Id);
        }
    }
}
