using EngineIO;
using SocketIO.Arguments;
using SocketIO.Broadcasting;
using SocketIO.Connections;
using SocketIO.Events;
using SocketIO.Namespaces;
using SocketIO.Packets;

namespace SocketIO.Sockets;

/// <summary>
/// One client in one namespace. Handlers of a socket run one at a time, in the order of its events; every member may
/// be used from any thread.
/// </summary>
public sealed class Socket
{
    private readonly ClientConnection _connection;
    private readonly AckRegistry _acks;
    private readonly Lock _state = new();
    private volatile bool _connected;
    private volatile bool _left;

    internal Socket(Namespace owner, ClientConnection connection, string id, Handshake handshake)
    {
        Namespace = owner;
        _connection = connection;
        Id = id;
        Handshake = handshake;
        _acks = new AckRegistry(owner.Server.Time);
        Handlers = new SocketHandlers(this);
        Outgoing = new OutgoingListeners(owner.Server.Parser, owner.Server.SocketLogger, id);
    }

    /// <summary>The public id of the socket, and the name of a room that it alone is in.</summary>
    public string Id { get; }

    /// <summary>The namespace it belongs to.</summary>
    public Namespace Namespace { get; }

    /// <summary>What the client said when it connected.</summary>
    public Handshake Handshake { get; }

    /// <summary>Values of the application's own.</summary>
    public SocketData Data { get; } = new();

    /// <summary>The Engine.IO connection under it; several sockets, each in a namespace, may share one.</summary>
    public EngineSocket Connection => _connection.Engine;

    /// <summary>Whether the socket is in its namespace.</summary>
    public bool Connected => _connected;

    /// <summary>The rooms that the socket is in, its own (<see cref="Id"/>) included.</summary>
    public IReadOnlyCollection<string> Rooms => Namespace.Adapter.RoomsOf(this);

    internal SocketHandlers Handlers { get; }

    internal OutgoingListeners Outgoing { get; }

    /// <summary>All the other sockets of the namespace, on all workers.</summary>
    public BroadcastOperator Broadcast => Others(Namespace.ToAll());

    /// <summary>Events that are dropped when the client cannot take them at once.</summary>
    public SocketOperator Volatile => new(this, isVolatile: true, timeout: null);

    /// <summary>Emits whose acknowledgement must come in time.</summary>
    public SocketOperator Timeout(TimeSpan timeout) => new(this, isVolatile: false, timeout);

    /// <summary>The other sockets of a room, on all workers.</summary>
    public BroadcastOperator To(params string[] rooms) => Others(Namespace.To(rooms));

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>The other sockets that are in none of the rooms, on all workers.</summary>
    public BroadcastOperator Except(params string[] rooms) => Others(Namespace.Except(rooms));

    /// <inheritdoc cref="SocketOnExtensions.On(Socket, string, Action)"/>
    public Socket On(string eventName, Func<EventContext, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Listen(eventName, new Listener(handler, handler, Once: false));
    }

    /// <inheritdoc cref="SocketOnExtensions.On(Socket, string, Action)"/>
    public Socket On(string eventName, Action<EventContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Listen(eventName, new Listener(handler, TypedHandler.From(handler), Once: false));
    }

    /// <summary>Adds a handler that runs before the socket leaves its rooms.</summary>
    public Socket OnDisconnecting(Action<DisconnectReason> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handlers.Ends.AddBefore(handler);
        return this;
    }

    /// <summary>Adds a handler that runs after the socket has left its rooms, and after its last event was handled.</summary>
    public Socket OnDisconnected(Func<DisconnectReason, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Handlers.Ends.AddAfter(handler);
        return this;
    }

    /// <summary>Sends an event to this client.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void Emit(string eventName, params object?[] arguments) => Send(EncodeEvent(eventName, arguments, null), isVolatile: false);

    /// <summary>Sends the event <c>message</c> to this client.</summary>
    public void Send(params object?[] arguments) => Emit("message", arguments);

    /// <summary>Sends an event and waits for the client's acknowledgement, without a limit.</summary>
    /// <exception cref="SocketDisconnectedException">The socket disconnects first.</exception>
    public Task<EventArguments> EmitWithAckAsync(string eventName, params object?[] arguments) =>
        EmitWithAckAsync(eventName, arguments, isVolatile: false, timeout: null);

    /// <summary>Enters rooms.</summary>
    public void Join(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        Namespace.Adapter.Join(this, rooms);
    }

    /// <summary>Enters rooms; completes when it counts for every worker: without recovery at once.</summary>
    public Task JoinAsync(params string[] rooms)
    {
        Join(rooms);
        return Task.CompletedTask;
    }

    /// <summary>Leaves rooms; completes when it counts for every worker: without recovery at once.</summary>
    public Task LeaveAsync(params string[] rooms)
    {
        Leave(rooms);
        return Task.CompletedTask;
    }

    /// <summary>Leaves rooms.</summary>
    public void Leave(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        Namespace.Adapter.Leave(this, rooms);
    }

    /// <summary>Makes the socket leave its namespace; the client does not come back by itself.</summary>
    /// <param name="close">Whether to close the whole connection, and so all the sockets on it.</param>
    public void Disconnect(bool close = false)
    {
        if (!Connected)
        {
            return;
        }
        if (close)
        {
            _connection.DisconnectAll();
            return;
        }
        Write(Namespace.Server.Parser.EncodeControl(PacketType.Disconnect, Namespace.Name, default));
        Leave(DisconnectReason.ServerNamespaceDisconnect);
    }

    /// <summary>Completes when everything sent so far has left for the client, or the client is gone.</summary>
    public ValueTask WaitForDrainAsync(CancellationToken cancellation) => _connection.Engine.WaitForDrainAsync(cancellation);

    internal Task<EventArguments> EmitWithAckAsync(string eventName, object?[] arguments, bool isVolatile, TimeSpan? timeout)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var id = _acks.NextId();
        // Encoded first: arguments that cannot be must not leave an acknowledgement behind that never comes.
        var packet = EncodeEvent(eventName, arguments, id);
        var answer = _acks.Register(id, timeout, CancellationToken.None);
        Send(packet, isVolatile);
        return answer;
    }

    internal Socket Listen(string eventName, Listener listener)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        Handlers.Events.Add(eventName, listener);
        return this;
    }

    internal EncodedPacket EncodeEvent(string eventName, object?[] arguments, long? ackId)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(arguments);
        return Namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, Namespace.Name, eventName, arguments, ackId));
    }

    /// <summary>Sends an event; its outgoing handlers see it first.</summary>
    internal void Send(EncodedPacket packet, bool isVolatile)
    {
        if (Connected && (!isVolatile || _connection.Engine.IsWritable))
        {
            Outgoing.Run(packet);
            Write(packet);
        }
    }

    internal void SendAck(long id, object?[] arguments) =>
        Write(Namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Ack, Namespace.Name, null, arguments, id)));

    /// <summary>Passes an error of the connection to the error handlers.</summary>
    internal void Raise(EventError error)
    {
        if (Connected)
        {
            Handlers.Enqueue(error);
        }
    }

    /// <summary>Puts the socket into its namespace. Its CONNECT is answered before anything else can reach it.</summary>
    internal void Open(EncodedPacket answer)
    {
        lock (_state)
        {
            if (_left)
            {
                return;
            }
            _connected = true;
        }
        Write(answer);
        Namespace.Adapter.Add(this);
        Namespace.Server.Metrics.SocketOpened(Namespace.Name);
        if (_left)
        {
            // The connection was closed meanwhile, and Leave found nothing to remove yet.
            Namespace.Remove(this);
        }
        // A socket that has left meanwhile goes through its handlers all the same: first the connection, then its end.
        Handlers.Start();
    }

    internal ValueTask OnPacketAsync(Packet packet)
    {
        switch (packet.Type)
        {
            case PacketType.Event or PacketType.BinaryEvent:
                var context = new EventContext(this, packet.EventName, packet.Arguments, packet.AckId, packet.Size);
                return EnqueueAsync(context);
            case PacketType.Ack or PacketType.BinaryAck:
                // Past the queue: the handler at its head may be the one that waits for this answer.
                if (!Namespace.PendingBroadcasts.TryComplete(this, packet.AckId!.Value, packet.Arguments))
                {
                    _acks.Complete(packet.AckId.Value, packet.Arguments);
                }
                break;
            case PacketType.Disconnect:
                Leave(DisconnectReason.ClientNamespaceDisconnect);
                break;
            default:
                throw new InvalidOperationException($"a socket does not take {packet.Type}");
        }
        return ValueTask.CompletedTask;
    }

    internal void Leave(DisconnectReason reason)
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
        if (wasConnected)
        {
            Handlers.Ends.RunBefore(reason, Namespace.Server.SocketLogger, Id);
        }
        _connected = false;
        _connection.Forget(this);
        Namespace.Remove(this);
        Namespace.Server.Namespaces.Exit(Namespace);
        _acks.Close();
        if (wasConnected)
        {
            Namespace.Server.Metrics.SocketClosed(Namespace.Name, reason);
            Handlers.Enqueue(reason);
        }
    }

    private async ValueTask EnqueueAsync(EventContext context)
    {
        if (!await Handlers.EnqueueAsync(context).ConfigureAwait(false))
        {
            _connection.Close(CloseReason.TransportError);
        }
    }

    private void Write(EncodedPacket packet)
    {
        if (!Connected)
        {
            return;
        }
        var messages = packet.Messages;
        if (messages.Length == 1)
        {
            _connection.Engine.Send(messages[0]);
        }
        else
        {
            _connection.Engine.Send(messages);
        }
    }

    private BroadcastOperator Others(BroadcastOperator all) => all.Except(Id);
}
