using System.Collections.Concurrent;
using SocketIO.Adapters;
using SocketIO.Core;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>A communication channel of its own on shared connections, such as <c>/</c> or <c>/admin</c>.</summary>
public sealed class Namespace : IAdmission, IBroadcaster, IServerEventEmitter
{
    private static readonly AsyncLocal<Namespace?> Preparing = new();

    private readonly NamespaceHandlers _handlers;
    private readonly HandlerList<Func<SessionReference, ValueTask>> _expired = new();
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private volatile bool _isConfigured;

    internal Namespace(SocketIOServer server, string name, IAdapterFactory adapters, ParentNamespace? parent)
    {
        Server = server;
        Name = name;
        Parent = parent;
        _handlers = new NamespaceHandlers(server.Logs.Handlers, parent?.Handlers, NoteConfigured);
        ServerEvents = new ServerEventHub(this);
        PendingBroadcasts = new PendingBroadcasts(server.Time);
        Order = server.CreateOrder(this, adapters.Create(this));
    }

    /// <summary>The name, with its leading slash.</summary>
    public string Name { get; }

    /// <summary>The server that the namespace belongs to.</summary>
    public SocketIOServer Server { get; }

    /// <summary>The rule that made the namespace as a client asked for it; usually <see langword="null"/>.</summary>
    public ParentNamespace? Parent { get; }

    /// <summary>The rooms of the namespace, and the way to the other workers.</summary>
    public IAdapter Adapter => Order.Adapter;

    /// <summary>The sockets of this worker that are in the namespace, by id.</summary>
    public IReadOnlyDictionary<string, Socket> Sockets => _sockets;

    /// <summary>
    /// Says for which user each socket speaks (<see cref="Socket.UserId"/>). Without it that is who the framework's authentication says
    /// the client is: the claim <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/>, else the name.
    /// </summary>
    /// <param name="userOf">
    /// Gives the user's id; <see langword="null"/> when there is none. Called once for each socket, after the middlewares, and not for a
    /// client that comes back to its session.
    /// </param>
    /// <exception cref="InvalidOperationException">Another function says so already.</exception>
    public Namespace UseUsers(Func<Socket, string?> userOf)
    {
        ArgumentNullException.ThrowIfNull(userOf);
        NoteConfigured();
        return Users.TryUse(userOf) ? this : throw new InvalidOperationException(
            $"namespace {Name} knows its users already, by another function: two cannot say whose a socket is");
    }

    /// <summary>
    /// Adds a handler for sessions whose window is over: their clients do not come back to them any more. It runs once on
    /// every worker.
    /// </summary>
    public Namespace OnSessionExpired(Func<SessionReference, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        NoteConfigured();
        _expired.Add(handler);
        return this;
    }

    /// <summary>Sends an event to every client of the namespace, on all workers.</summary>
    public void Emit(string eventName, ArgumentList arguments) => ToAll().Emit(eventName, arguments);

    /// <inheritdoc cref="BroadcastOperator.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => ToAll().EmitAsync(eventName, arguments);

    /// <summary>All clients of the namespace.</summary>
    public BroadcastOperator ToAll() => new(this, BroadcastTarget.Everyone, new BroadcastOptions(Volatile: false, Local: false));

    /// <summary>How many workers there are, this one included.</summary>
    public int ServerCount => Adapter.ServerCount;

    /// <summary>Events between the workers themselves, in this namespace; clients know nothing of them.</summary>
    public ServerEventHub ServerEvents { get; }

    /// <inheritdoc cref="ServerEventHub.ServerSideEmit"/>
    public void ServerSideEmit(string eventName, ArgumentList arguments) => ServerEvents.ServerSideEmit(eventName, arguments);

    /// <inheritdoc cref="ServerEventHub.ServerSideEmitWithAckAsync(string, ArgumentList)"/>
    public Task<ServerAckResult> ServerSideEmitWithAckAsync(string eventName, ArgumentList arguments) =>
        ServerEvents.ServerSideEmitWithAckAsync(eventName, arguments);

    /// <inheritdoc cref="ServerEventHub.On"/>
    public Namespace OnServerEvent(string eventName, Func<ServerEventContext, ValueTask> handler)
    {
        ServerEvents.On(eventName, handler);
        return this;
    }

    /// <summary>The broadcasts whose acknowledgements are awaited on this worker.</summary>
    internal PendingBroadcasts PendingBroadcasts { get; }

    /// <summary>In what order that counts which is done with its sockets.</summary>
    internal INamespaceOrder Order { get; }

    /// <summary>What the folders above keep with it: sessions, presence, histories.</summary>
    internal FeatureSet Features { get; } = new();

    /// <summary>Says whose the sockets are.</summary>
    internal NamespaceUsers Users { get; } = new();

    /// <summary>Encodes an event for clients of the namespace.</summary>
    internal EncodedPacket Encode(string eventName, ArgumentList arguments, EventKind kind, bool compress, long? ackId = null)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var slot = kind switch
        {
            EventKind.Acknowledged when ackId is null => PacketSlot.AckId,
            EventKind.Sequenced when Order.IsSequenced => PacketSlot.Offset,
            _ => PacketSlot.None,
        };
        var hides = Order.IsSequenced && kind == EventKind.Transient;
        return Server.Parser.Encode(new OutgoingPacket(PacketType.Event, Name, eventName, arguments.Values, ackId, slot, hides, compress));
    }

    internal void RaiseExpired(SessionReference session)
    {
        foreach (var handler in _expired.Snapshot)
        {
            Server.Background.Add(
                () => handler.Run(session),
                exception => Log.ExpiredHandlerFailed(Server.Logs.Handlers, exception, Name));
        }
    }

    /// <summary>
    /// Whether the application has given it handlers, presence or history, other than by <c>OnNewNamespace</c>: one that is made
    /// anew would lack them.
    /// </summary>
    internal bool IsConfigured => _isConfigured;

    /// <summary>Whether it stays when its last client goes, although a rule made it.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Told when it is no more: another of its name may come.</summary>
    internal event Action? Closed;

    internal void RaiseClosed() => Closed?.Invoke();

    /// <summary>Notes that the application gives it something.</summary>
    internal void NoteConfigured()
    {
        if (Preparing.Value != this)
        {
            _isConfigured = true;
        }
    }

    /// <summary>Runs a handler of new namespaces: what it gives this one, it gives the next one, too.</summary>
    internal ValueTask PrepareAsync(Func<Namespace, ValueTask> handler)
    {
        // Flows into what the handler awaits, and not to the caller, which is an async method.
        Preparing.Value = this;
        return handler(this);
    }

    /// <summary>Whether the handlers of new namespaces have done with this one, and none has failed.</summary>
    internal bool IsPrepared => Prepared is { IsCompletedSuccessfully: true, Result: true };

    /// <summary>Whether one of them has failed.</summary>
    internal bool HasFailed => Prepared is { IsCompletedSuccessfully: true, Result: false };

    /// <summary>Completes when they have done with it: whether none has failed.</summary>
    internal Task<bool> Prepared { get; set; } = Task.FromResult(true);

    /// <summary>The clients that are in the namespace or on their way; kept by the table of namespaces.</summary>
    internal int Clients { get; set; }

    NamespaceHandlers IAdmission.Handlers => _handlers;

    internal ValueTask<ConnectError?> RunMiddlewaresAsync(Socket socket) => _handlers.RunMiddlewaresAsync(socket);

    internal ValueTask RunConnectionHandlersAsync(Socket socket) => _handlers.RunConnectionAsync(socket);

    internal void Add(Socket socket)
    {
        _sockets[socket.Id] = socket;
        Adapter.Add(socket);
    }

    internal void Remove(Socket socket)
    {
        _sockets.TryRemove(KeyValuePair.Create(socket.Id, socket));
        Adapter.Remove(socket);
        PendingBroadcasts.Gone(socket);
    }
}
