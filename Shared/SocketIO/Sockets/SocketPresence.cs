using SocketIO.Connections;
using SocketIO.Packets;

namespace SocketIO.Sockets;

/// <summary>How one socket comes into its namespace and, exactly once, leaves it. Both may happen at the same time.</summary>
internal sealed class SocketPresence(Socket socket, ClientConnection connection)
{
    private readonly Lock _state = new();
    private volatile bool _connected;
    private volatile bool _left;
    private volatile EarlyRooms? _earlyRooms = new();

    public bool IsConnected => _connected;

    /// <summary>The rooms it has entered before it is in its namespace; <see langword="null"/> when that is over.</summary>
    public EarlyRooms? EarlyRooms => _earlyRooms;

    /// <summary>Puts the socket into its namespace. Its CONNECT is answered before anything else can reach it.</summary>
    public void Open(EncodedPacket answer)
    {
        lock (_state)
        {
            if (_left)
            {
                return;
            }
            _connected = true;
        }
        var owner = socket.Namespace;
        // A session's rooms came with it, in the stream; what is sent from now on comes behind this answer.
        socket.Outbox.Write(answer);
        owner.Add(socket);
        if (EndEarlyRooms() is { Length: > 0 } rooms)
        {
            owner.Adapter.Join(socket, rooms);
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
        owner.Server.Namespaces.Exit(owner);
        socket.Outbox.Close(mayReturn);
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
