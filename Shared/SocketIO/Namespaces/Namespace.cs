using System.Collections.Concurrent;
using SocketIO.Adapters;
using SocketIO.Broadcasting;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.History;
using SocketIO.Namespaces;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Recovery;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>A communication channel of its own on shared connections, such as <c>/</c> or <c>/admin</c>.</summary>
public sealed class Namespace : IAdmission, IEventEmitter, IServerEventEmitter
{
    private static readonly AsyncLocal<Namespace?> Preparing = new();

    private readonly Lock _lock = new();
    private readonly NamespaceHandlers _handlers;
    private readonly HandlerList<Func<SessionReference, ValueTask>> _expired = new();
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private volatile bool _isConfigured;

    internal Namespace(SocketIOServer server, string name, IAdapterFactory adapters, ParentNamespace? parent)
    {
        Server = server;
        Name = name;
        Parent = parent;
        _handlers = new NamespaceHandlers(server.SocketLogger, parent?.Handlers, NoteConfigured);
        ServerEvents = new ServerEventHub(this);
        PendingBroadcasts = new PendingBroadcasts(server.Time);
        Unanswered = new UnansweredEmits(this);
        var adapter = adapters.Create(this);
        if (server.Sequencer is { } sequencer)
        {
            var sequenced = new SequencedAdapter(this, sequencer, adapter);
            (Adapter, Sessions) = (sequenced, sequenced.Sessions);
        }
        else
        {
            Adapter = adapter;
        }
    }

    /// <summary>The name, with its leading slash.</summary>
    public string Name { get; }

    /// <summary>The server that the namespace belongs to.</summary>
    public SocketIOServer Server { get; }

    /// <summary>The rule that made the namespace as a client asked for it; usually <see langword="null"/>.</summary>
    public ParentNamespace? Parent { get; }

    /// <summary>The rooms of the namespace, and the way to the other workers.</summary>
    public IAdapter Adapter { get; }

    /// <summary>The sockets of this worker that are in the namespace, by id.</summary>
    public IReadOnlyDictionary<string, Socket> Sockets => _sockets;

    /// <summary>The namespace's durable events without a name, if <see cref="UseHistory"/> asked for them.</summary>
    public NamespaceHistory? History => Histories.Find("");

    /// <summary>
    /// Keeps durable events in this namespace: stored, for ever if <see cref="HistoryOptions"/> do not say less, delivered in the order of their ids to every client that has the
    /// history, and replayed to clients that missed them. With connection state recovery only.
    /// </summary>
    /// <param name="eventName">The event that carries them to clients, with the content and the id as arguments.</param>
    /// <param name="options">How they are kept. A cluster can have several histories, each with a name of its own
    /// (<see cref="HistoryOptions.Name"/>); what the first call for a name gave counts.</param>
    /// <exception cref="ArgumentException">The event's name is a reserved one, the history's holds U+0001, or less than one event, or one
    /// second, is to be kept.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no durable log or no connection state recovery, another namespace has the history of that name, or this one keeps another
    /// event under it.
    /// </exception>
    public NamespaceHistory UseHistory(string eventName, HistoryOptions? options = null)
    {
        NoteConfigured();
        options ??= new HistoryOptions();
        lock (_lock)
        {
            return Histories.Use(Name, eventName, options, () => Server.CreateHistory(this, eventName, options));
        }
    }

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

    /// <summary>The sockets of users, on all workers.</summary>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public BroadcastOperator User(params string[] users) => ToAll().User(users);

    /// <summary>The clients that are of none of the users.</summary>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public BroadcastOperator ExceptUser(params string[] users) => ToAll().ExceptUser(users);

    /// <summary>
    /// Follows who is in the namespace, on all workers, by user: a socket without one stands for itself. With connection state recovery
    /// only.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no connection state recovery.</exception>
    public NamespacePresence UsePresence()
    {
        NoteConfigured();
        lock (_lock)
        {
            return Presence ?? Server.CreatePresence(this);
        }
    }

    /// <summary>As <see cref="UsePresence()"/>, behind <see cref="UseUsers"/>.</summary>
    /// <param name="userOf">Gives the user's id, see <see cref="UseUsers"/>.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no connection state recovery, or another function says whose a socket is: keep what the first call gave, or
    /// take it from <see cref="Presence"/>.
    /// </exception>
    public NamespacePresence UsePresence(Func<Socket, string?> userOf)
    {
        lock (_lock)
        {
            UseUsers(userOf);
            return UsePresence();
        }
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

    /// <summary>The clients that are in at least one of the rooms; each gets an event once.</summary>
    public BroadcastOperator To(params string[] rooms) => ToAll().To(rooms);

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>The clients that are in none of the rooms.</summary>
    public BroadcastOperator Except(params string[] rooms) => ToAll().Except(rooms);

    /// <summary>The clients of this worker only.</summary>
    public BroadcastOperator Local => ToAll().Local;

    /// <summary>Events that are dropped for a client that cannot take them at once.</summary>
    public BroadcastOperator Volatile => ToAll().Volatile;

    /// <inheritdoc cref="BroadcastOperator.Compress"/>
    public BroadcastOperator Compress(bool compress) => ToAll().Compress(compress);

    /// <summary>Makes every socket of the namespace enter rooms, on all workers.</summary>
    public void SocketsJoin(params string[] rooms) => ToAll().SocketsJoin(rooms);

    /// <summary>Makes every socket of the namespace leave rooms, on all workers.</summary>
    public void SocketsLeave(params string[] rooms) => ToAll().SocketsLeave(rooms);

    /// <summary>Makes every socket leave the namespace, on all workers.</summary>
    /// <param name="close">Whether to close their connections too.</param>
    public void DisconnectSockets(bool close = false) => ToAll().DisconnectSockets(close);

    /// <summary>Describes every socket of the namespace, wherever it is.</summary>
    public Task<SocketQueryResult> FetchSocketsAsync(CancellationToken cancellation = default) => ToAll().FetchSocketsAsync(cancellation);

    /// <summary>Counts the sockets of the namespace, wherever they are.</summary>
    public Task<SocketCount> CountAsync(CancellationToken cancellation = default) => ToAll().CountAsync(cancellation);

    /// <summary>All clients of the namespace.</summary>
    public BroadcastOperator ToAll() => new(this, BroadcastTarget.Everyone, new BroadcastOptions(Volatile: false, Local: false));

    /// <inheritdoc cref="BroadcastOperator.Timeout"/>
    public BroadcastOperator Timeout(TimeSpan timeout) => ToAll().Timeout(timeout);

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

    /// <summary>The sessions that are with this worker, in a namespace with recovery.</summary>
    internal NamespaceSessions? Sessions { get; }

    /// <summary>Who is in the namespace, if <see cref="UsePresence()"/> asked for it.</summary>
    public NamespacePresence? Presence { get; internal set; }

    /// <summary>The durable events that <see cref="UseHistory"/> asked for.</summary>
    internal NamespaceHistories Histories { get; } = new();

    /// <summary>Says whose the sockets are.</summary>
    internal NamespaceUsers Users { get; } = new();

    /// <summary>Emits that wait for the return of their clients.</summary>
    internal UnansweredEmits Unanswered { get; }

    /// <summary>Encodes an event for clients of the namespace.</summary>
    internal EncodedPacket Encode(string eventName, ArgumentList arguments, EventKind kind, bool compress, long? ackId = null)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var slot = kind switch
        {
            EventKind.Acknowledged when ackId is null => PacketSlot.AckId,
            EventKind.Sequenced when Sessions is not null => PacketSlot.Offset,
            _ => PacketSlot.None,
        };
        var hides = Sessions is not null && kind == EventKind.Transient;
        return Server.Parser.Encode(new OutgoingPacket(PacketType.Event, Name, eventName, arguments.Values, ackId, slot, hides, compress));
    }

    internal void RaiseExpired(SessionReference session)
    {
        foreach (var handler in _expired.Snapshot)
        {
            Server.Background.Add(
                () => handler.Run(session),
                exception => Log.ExpiredHandlerFailed(Server.SocketLogger, exception, Name));
        }
    }

    /// <summary>
    /// Whether the application has given it handlers, presence or history, other than by <c>OnNewNamespace</c>: one that is made
    /// anew would lack them.
    /// </summary>
    internal bool IsConfigured => _isConfigured;

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
