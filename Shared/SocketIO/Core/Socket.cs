using System.Collections.Concurrent;
using EngineIO;
using SocketIO.Core;
using SocketIO.Limits;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sockets;

namespace SocketIO;

/// <summary>
/// One client in one namespace. Handlers of a socket run one at a time, in the order of its events; every member may
/// be used from any thread.
/// </summary>
public sealed class Socket : IEventEmitter, IAckEmitter<EventArguments>
{
    private readonly ISocketConnection _connection;
    private readonly SocketLifetime _lifetime;
    private ConcurrentDictionary<string, object?>? _items;

    internal Socket(Namespace owner, ISocketConnection connection, string id, Handshake handshake, SocketGate gate, bool recovered = false)
    {
        Gate = gate;
        Recovered = recovered;
        Data = new SocketData(owner.Order.IsSequenced ? owner.Server.Options.Arguments : null);
        Namespace = owner;
        _connection = connection;
        Id = id;
        Handshake = handshake;
        Handlers = new SocketHandlers(this);
        Outbox = new SocketOutbox(this, connection.Engine);
        _lifetime = new SocketLifetime(this, connection);
        if (recovered)
        {
            // It has its rooms already.
            _lifetime.EndEarlyRooms();
        }
    }

    /// <summary>The public id of the socket, and the name of a room that it alone is in.</summary>
    public string Id { get; }

    /// <summary>The namespace it belongs to.</summary>
    public Namespace Namespace { get; }

    /// <summary>What the client said when it connected.</summary>
    public Handshake Handshake { get; }

    /// <summary>
    /// Values of the application's own that go with the client: other workers see them, and with connection state recovery they
    /// come back with it. What only this process needs has its place in <see cref="Items"/>.
    /// </summary>
    public SocketData Data { get; }

    /// <summary>
    /// Values of the application's own that stay in this process, such as a service or a connection to a database: of any type,
    /// gone with the socket, safe to use from any thread.
    /// </summary>
    public IDictionary<string, object?> Items => LazyInitializer.EnsureInitialized(ref _items, static () => new ConcurrentDictionary<string, object?>(StringComparer.Ordinal));

    /// <summary>
    /// Cancelled when the connection to the namespace ends, whatever the reason; the handlers of a socket get it as a parameter
    /// of type <see cref="CancellationToken"/>.
    /// </summary>
    public CancellationToken ConnectionAborted => _lifetime.Ended;

    /// <summary>The Engine.IO connection under it; several sockets, each in a namespace, may share one.</summary>
    public EngineSocket Connection => _connection.Engine;

    /// <summary>Whether the socket is in its namespace.</summary>
    public bool Connected => _lifetime.IsConnected;

    /// <summary>
    /// The rooms that the socket is in, its own (<see cref="Id"/>) included. In a middleware, those that it is going to
    /// be in.
    /// </summary>
    public IReadOnlyCollection<string> Rooms => _lifetime.Early?.Rooms ?? OwnNames.Visible(Namespace.Adapter.RoomsOf(this));

    /// <summary>
    /// Whom the client speaks for, see <see cref="Namespace.UseUsers"/>; <see langword="null"/> when that is nobody in particular, and in
    /// a middleware, where it is not known yet. A client that comes back to its session has the one it had.
    /// </summary>
    public string? UserId { get; internal set; }

    /// <summary>
    /// Whether the client came back to its session: with its id, its rooms, its data, and everything that it missed.
    /// </summary>
    public bool Recovered { get; }

    /// <summary>Whether what is sent to it reaches it now.</summary>
    internal SocketGate Gate { get; }

    internal SocketHandlers Handlers { get; }

    internal SocketOutbox Outbox { get; }

    /// <summary>All the other sockets of the namespace, on all workers.</summary>
    public BroadcastOperator Broadcast => Others(Namespace.ToAll());

    /// <summary>The other sockets of the namespace on this worker.</summary>
    public BroadcastOperator Local => Broadcast.Local;

    /// <summary>Events that are dropped when the client cannot take them at once.</summary>
    public SocketOperator Volatile => new(this, new EmitOptions(Volatile: true));

    /// <summary>Emits whose acknowledgement must come in time.</summary>
    public SocketOperator Timeout(TimeSpan timeout) => new(this, new EmitOptions(Timeout: timeout));

    /// <summary>
    /// Emits that may, or may not, be compressed, if that is agreed on with the client; others may. What mixes a secret
    /// with the input of others is better sent without: its compressed size tells about the secret.
    /// </summary>
    public SocketOperator Compress(bool compress) => new(this, new EmitOptions(Uncompressed: !compress));

    /// <summary>The other sockets of a room, on all workers.</summary>
    public BroadcastOperator To(params string[] rooms) => Others(Namespace.To(rooms));

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>The sockets of users, on all workers, without this one.</summary>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public BroadcastOperator User(params string[] users) => Others(Namespace.User(users));

    /// <summary>The other sockets that are in none of the rooms, on all workers.</summary>
    public BroadcastOperator Except(params string[] rooms) => Others(Namespace.Except(rooms));

    /// <summary>
    /// Adds a handler that runs before the socket leaves its rooms: what it does before its first <c>await</c>. The rest is
    /// awaited before the handlers of <see cref="OnDisconnected"/> run.
    /// </summary>
    public Socket OnDisconnecting(Func<DisconnectReason, ValueTask> handler)
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

    /// <summary>
    /// Sends an event to this client. With connection state recovery it is for the session: a client that is away gets it when
    /// it comes back, also when this connection, which the socket stands for, is over. Without, it is then dropped. In a
    /// middleware it is sent once the client is in, behind the answer to its CONNECT, and never if it is refused or leaves before.
    /// </summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or a value cannot be written.</exception>
    /// <exception cref="SequencerFullException">With recovery: too much is held back for the log.</exception>
    public void Emit(string eventName, ArgumentList arguments) => Outbox.Emit(eventName, arguments);

    /// <summary>Sends an event and waits for the client's acknowledgement, without a limit but the arguments' token. A middleware
    /// must not await it: its client is asked once it is in, and not at all if nobody waits any more by then.</summary>
    /// <exception cref="SocketDisconnectedException">The socket disconnects first.</exception>
    /// <exception cref="AckTimeoutException">A middleware asked, and after <see cref="SocketIOOptions.ConnectTimeout"/> the client is
    /// not in yet. A <see cref="Timeout"/> of the caller's own counts instead, also a longer one.</exception>
    public Task<EventArguments> EmitWithAckAsync(string eventName, ArgumentList arguments) => Outbox.EmitWithAckAsync(eventName, arguments);

    /// <summary>Sends an event as <see cref="Emit"/> does; completes when it cannot get lost on this side any more: with recovery, when it
    /// is in the log; in a middleware at once.</summary>
    public Task EmitAsync(string eventName, ArgumentList arguments) => Outbox.EmitAsync(eventName, arguments);

    /// <summary>Enters rooms. With connection state recovery this counts from its place in the order of events: for every event emitted
    /// after it, on any worker, but not yet when this returns. What a middleware lets it enter counts from its connection on.</summary>
    /// <exception cref="ArgumentException">A name begins with U+0001; or, with recovery, its rooms' names have more than 63 KiB together.</exception>
    /// <exception cref="SequencerFullException">With recovery: too much is held back for the log.</exception>
    public void Join(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        if (!_lifetime.TryJoinEarly(rooms))
        {
            Namespace.Adapter.Join(this, rooms);
        }
    }

    /// <summary>Enters rooms as <see cref="Join"/> does; completes when it counts for every worker: without recovery at once.</summary>
    public Task JoinAsync(params string[] rooms)
    {
        Join(rooms);
        return Namespace.Order.SettledAsync();
    }

    /// <summary>Leaves rooms; completes when it counts for every worker: without recovery at once.</summary>
    public Task LeaveAsync(params string[] rooms)
    {
        Leave(rooms);
        return Namespace.Order.SettledAsync();
    }

    /// <summary>Leaves rooms; with connection state recovery in its place in the order of events.</summary>
    public void Leave(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        if (_lifetime.Early?.TryLeave(rooms) != true)
        {
            Namespace.Adapter.Leave(this, rooms);
        }
    }

    /// <summary>
    /// Makes the socket leave its namespace; the client does not come back by itself. In a middleware this happens once the
    /// client is in.
    /// </summary>
    /// <param name="close">Whether to close the whole connection, and so all the sockets on it.</param>
    public void Disconnect(bool close = false)
    {
        if (!Connected)
        {
            _lifetime.TryDefer(() => Disconnect(close));
            return;
        }
        if (close)
        {
            _connection.DisconnectAll();
        }
        else
        {
            Namespace.Order.Disconnect(this);
        }
    }

    /// <summary>Completes when everything sent so far has left for the client, or the client is gone.</summary>
    public ValueTask WaitForDrainAsync(CancellationToken cancellation) => _connection.Engine.WaitForDrainAsync(cancellation);

    internal Socket Listen(string eventName, Listener listener)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        Handlers.Events.Add(eventName, listener);
        return this;
    }

    /// <summary>Sends an event; its outgoing handlers see it first.</summary>
    internal void Send(EncodedPacket packet, bool isVolatile) => Outbox.Send(packet, isVolatile);

    /// <summary>Passes an error of the connection to the error handlers.</summary>
    internal void Raise(EventError error)
    {
        if (Connected)
        {
            Handlers.Enqueue(error);
        }
    }

    /// <summary>Whether the client is not in yet, nor refused.</summary>
    internal bool IsEarly => _lifetime.Early is not null;

    /// <summary>Does something once the client is in, if it is not yet; false if it is, or was.</summary>
    internal bool TryDefer(Action action) => _lifetime.TryDefer(action);

    /// <inheritdoc cref="SocketLifetime.Open"/>
    internal bool Open(EncodedPacket answer) => _lifetime.Open(answer);

    /// <inheritdoc cref="SocketLifetime.Leave"/>
    internal void Leave(DisconnectReason reason) => _lifetime.Leave(reason);

    /// <summary>The session has ended, or is another connection's.</summary>
    internal void LeaveAfterEnd(DisconnectReason reason, CloseReason? close)
    {
        Leave(reason);
        if (close is { } why)
        {
            Connection.Close(why);
        }
    }

    /// <inheritdoc cref="ISocketConnection.LogShare"/>
    internal LogShare? LogShare => _connection.LogShare;

    /// <inheritdoc cref="SocketLifetime.HasOpened"/>
    internal bool HasOpened => _lifetime.HasOpened;

    /// <summary>Whether it has left its namespace, or is about to.</summary>
    internal bool HasLeft => _lifetime.HasLeft;

    /// <summary>Whether nothing that is done with it reaches its client over this connection any more.</summary>
    internal bool IsGone => HasLeft || Gate.IsOver;

    /// <summary>Tells the client that it is out, if it is there.</summary>
    internal bool SayGoodbye() =>
        Outbox.Write(Namespace.Server.Parser.EncodeControl(PacketType.Disconnect, Namespace.Name, default));

    private BroadcastOperator Others(BroadcastOperator all) => all.Except(Id);
}
