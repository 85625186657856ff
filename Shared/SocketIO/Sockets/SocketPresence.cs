using SocketIO.Connections;
using SocketIO.Packets;
using SocketIO.Recovery;

namespace SocketIO.Sockets;

/// <summary>How one socket comes into its namespace and, exactly once, leaves it. Both may happen at the same time.</summary>
internal sealed class SocketPresence(Socket socket, ClientConnection connection)
{
    private readonly Lock _state = new();
    private volatile bool _connected;
    private volatile bool _left;
    private volatile EarlyRooms? _earlyRooms = new();

    public bool IsConnected => _connected;

    public bool HasLeft => _left;

    /// <summary>The rooms it has entered before it is in its namespace; <see langword="null"/> when that is over.</summary>
    public EarlyRooms? EarlyRooms => _earlyRooms;

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
            _connected = true;
        }
        var owner = socket.Namespace;
        owner.Add(socket);
        if (EndEarlyRooms() is { Length: > 0 } rooms)
        {
            EnterEarly(rooms);
        }
        owner.Server.Metrics.SocketOpened(owner.Name);
        if (_left)
        {
            // The connection was closed meanwhile, and Leave found nothing to remove yet.
            owner.Remove(socket);
        }
        // A socket that has left meanwhile goes through its handlers all the same: first the connection, then its end.
        if (socket.Session is null)
        {
            socket.Handlers.Start();
        }
        else
        {
            // This is the stream, which everybody waits for.
            ThreadPool.UnsafeQueueUserWorkItem(static opened => opened.Handlers.Start(), socket, preferLocal: false);
        }
        return true;
    }

    /// <summary>Enters rooms before the connection; false when it is too late for that.</summary>
    /// <exception cref="ArgumentException">With recovery: their names take too much.</exception>
    public bool TryJoinEarly(string[] rooms)
    {
        if (EarlyRooms is not { Current: { } present } early)
        {
            return false;
        }
        if (socket.Session is not null)
        {
            RoomLimit.Check([.. present, socket.Id], rooms);
        }
        return early.TryJoin(rooms);
    }

    private void EnterEarly(string[] rooms)
    {
        if (socket.Namespace.Adapter is not SequencedAdapter sequenced)
        {
            socket.Namespace.Adapter.Join(socket, rooms);
            return;
        }
        try
        {
            sequenced.JoinAtConnection(socket, rooms);
        }
        catch (ArgumentException exception)
        {
            // Too many together with those that it came back with. This is the stream, and none of its business.
            Log.EarlyRoomsRefused(socket.Namespace.Server.SocketLogger, exception, socket.Id);
            ThreadPool.UnsafeQueueUserWorkItem(static refused => refused.Disconnect(), socket, preferLocal: false);
        }
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
        reason = socket.Session?.EndReason ?? reason;
        var owner = socket.Namespace;
        if (wasConnected)
        {
            socket.Handlers.Ends.RunBefore(reason, owner.Server.SocketLogger, socket.Id);
        }
        _connected = false;
        EndEarlyRooms();
        connection.Forget(socket);
        owner.Remove(socket);
        var mayReturn = owner.Sessions?.Depart(socket, reason, wasConnected) ?? false;
        // In this order: a namespace of which nothing is left but a question stays until that is answered.
        socket.Outbox.Close(mayReturn);
        owner.Server.Namespaces.Exit(owner);
        if (wasConnected)
        {
            owner.Server.Metrics.SocketClosed(owner.Name, reason);
            socket.Handlers.Enqueue(reason);
        }
    }

    public string[] EndEarlyRooms()
    {
        var rooms = _earlyRooms?.End() ?? [];
        _earlyRooms = null;
        return rooms;
    }
}
