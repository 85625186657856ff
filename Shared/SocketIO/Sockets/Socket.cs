using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Arguments;
using SocketIO.Broadcasting;
using SocketIO.Connections;
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
    private readonly SocketListeners _listeners = new();
    private readonly HandlerQueue _queue;
    private readonly AckRegistry _acks;
    private readonly ILogger _logger;
    private readonly DisconnectListeners _ends = new();
    private readonly Lock _state = new();
    private volatile bool _connected;
    private volatile bool _left;

    internal Socket(Namespace owner, ClientConnection connection, string id, Handshake handshake)
    {
        Namespace = owner;
        _connection = connection;
        Id = id;
        Handshake = handshake;
        _logger = owner.Server.SocketLogger;
        _acks = new AckRegistry(owner.Server.Time);
        _queue = new HandlerQueue(owner.Server.Options.MaxPendingEvents, owner.Server.Options.MaxPendingBytes, RunHandlerAsync);
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

    /// <summary>Adds a handler for an event. An exception in it is logged; an <see cref="EventArgumentException"/> is told the client.</summary>
    public Socket On(string eventName, Func<EventContext, ValueTask> handler)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(handler);
        _listeners.Add(eventName, handler);
        return this;
    }

    /// <inheritdoc cref="On(string, Func{EventContext, ValueTask})"/>
    public Socket On(string eventName, Action<EventContext> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(eventName, context =>
        {
            handler(context);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Removes every handler of an event.</summary>
    public Socket Off(string eventName)
    {
        _listeners.RemoveAll(eventName);
        return this;
    }

    /// <summary>Adds a handler that runs before the socket leaves its rooms.</summary>
    public Socket OnDisconnecting(Action<DisconnectReason> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _ends.AddBefore(handler);
        return this;
    }

    /// <summary>Adds a handler that runs after the socket has left its rooms, and after its last event was handled.</summary>
    public Socket OnDisconnected(Func<DisconnectReason, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _ends.AddAfter(handler);
        return this;
    }

    /// <summary>Sends an event to this client.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void Emit(string eventName, params object?[] arguments) => Send(EncodeEvent(eventName, arguments, null), isVolatile: false);

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
        Send(Namespace.Server.Parser.EncodeControl(PacketType.Disconnect, Namespace.Name, default), isVolatile: false);
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

    internal EncodedPacket EncodeEvent(string eventName, object?[] arguments, long? ackId)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(arguments);
        return Namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, Namespace.Name, eventName, arguments, ackId));
    }

    internal void Send(EncodedPacket packet, bool isVolatile)
    {
        var engine = _connection.Engine;
        if (!Connected || (isVolatile && !engine.IsWritable))
        {
            return;
        }
        var messages = packet.Messages;
        if (messages.Length == 1)
        {
            engine.Send(messages[0]);
        }
        else
        {
            engine.Send(messages);
        }
    }

    internal void SendAck(long id, object?[] arguments) =>
        Send(Namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Ack, Namespace.Name, null, arguments, id)), isVolatile: false);

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
        Send(answer, isVolatile: false);
        Namespace.Adapter.Add(this);
        Namespace.Server.Metrics.SocketOpened(Namespace.Name);
        if (_left)
        {
            // The connection was closed meanwhile, and Leave found nothing to remove yet.
            Namespace.Remove(this);
        }
        // A socket that has left meanwhile goes through its handlers all the same: first the connection, then its end.
        _queue.Start(HandlerQueue.Work.Connection);
    }

    internal ValueTask OnPacketAsync(Packet packet)
    {
        switch (packet.Type)
        {
            case PacketType.Event or PacketType.BinaryEvent:
                var context = new EventContext(this, packet.EventName, packet.Arguments, packet.AckId, packet.Size);
                var room = _queue.EnqueueAsync(HandlerQueue.Work.Event(context));
                return room.IsCompleted ? room : WaitForRoomAsync(room);
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

    /// <summary>
    /// Nothing is read from the client meanwhile, also not the acknowledgement that a handler may wait for; so this
    /// must end.
    /// </summary>
    private async ValueTask WaitForRoomAsync(ValueTask room)
    {
        try
        {
            await room.AsTask().WaitAsync(Namespace.Server.Options.MaxPendingTime, Namespace.Server.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.HandlersStuck(_logger, Id);
            _connection.Close(CloseReason.TransportError);
        }
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
            _ends.RunBefore(reason, _logger, Id);
        }
        _connected = false;
        _connection.Forget(this);
        Namespace.Remove(this);
        _acks.Close();
        if (wasConnected)
        {
            Namespace.Server.Metrics.SocketClosed(Namespace.Name, reason);
            // The queue's own bound does not matter here: nothing more comes from this client.
            _queue.EnqueueAsync(HandlerQueue.Work.Disconnected(reason)).AsTask();
        }
    }

    private async ValueTask RunHandlerAsync(HandlerQueue.Work work)
    {
        try
        {
            await RunAsync(work).ConfigureAwait(false);
        }
        catch (EventArgumentException exception)
        {
            Log.ArgumentRefused(_logger, work.Name, Id, exception.Message);
            work.Context?.Ack(EventArgument.Error(exception.Message));
        }
        catch (Exception exception) when (exception is SocketDisconnectedException or AckTimeoutException)
        {
            // The client went away, or did not answer, while the handler waited for it: no fault of the handler.
            Log.HandlerAbandoned(_logger, work.Name, Id, exception.Message);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(_logger, exception, work.Name, Id);
        }
    }

    private ValueTask RunAsync(HandlerQueue.Work work) => work switch
    {
        { Context: { } context } => _listeners.RunAsync(context),
        { Reason: { } reason } => _ends.RunAfterAsync(reason),
        _ => Namespace.RunConnectionHandlersAsync(this),
    };

    private BroadcastOperator Others(BroadcastOperator all) => all.Except(Id);
}
