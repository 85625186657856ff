using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using EngineIO;
using EngineIO.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocketIO.Adapters;
using SocketIO.ClientFiles;
using SocketIO.Connections;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.History;
using SocketIO.Limits;
using SocketIO.Namespaces;
using SocketIO.Parsers;
using SocketIO.Presence;
using SocketIO.Recovery;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>
/// A Socket.IO server: its namespaces and the connections to them. What is done on the server itself is done on the
/// namespace <c>/</c>.
/// </summary>
public sealed class SocketIOServer : IAdmission, IEventEmitter, IServerEventEmitter, IEngineIOHandler, IAsyncDisposable
{
    private readonly IDurableLog? _durableLog;
    private readonly EngineIOServer _engine;
    private readonly ClientBundle _bundle;
    private readonly ConcurrentDictionary<string, Namespace> _histories = new(StringComparer.Ordinal);

    /// <summary>Makes a server; <c>AddSocketIO</c> does so for an application.</summary>
    public SocketIOServer(
        IOptions<SocketIOOptions> options,
        IAdapterFactory adapters,
        ILoggerFactory loggers,
        TimeProvider time,
        IMeterFactory? meters = null,
        IDurableLog? durableLog = null,
        ISequencer? sequencer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        Options = options.Value;
        Time = time;
        SocketLogger = new BoundedLogger(loggers.CreateLogger("SocketIO"), time);
        Metrics = new SocketIOMetrics(meters);
        Parser = Options.Parser(Options);
        _durableLog = durableLog;
        _engine = new EngineIOServer(Options.Engine, this, loggers, time, meters);
        _bundle = new ClientBundle(Options.Path, _engine.ApplyCors);
        ConnectDeadlines = new Deadlines(Options.ConnectTimeout, time, connection => connection.EndIfUnjoined());
        AttachmentDeadlines = new Deadlines(Options.Limits.AttachmentTimeout, time, connection => connection.EndIfIncomplete());
        Namespaces = new NamespaceTable(this, adapters);
        AwayLimit = Options.ConnectionStateRecovery is null ? null : new AwayLimit(Options.ConnectionStateRecovery);
        Presence = new PresenceHub(Namespaces.Find, AwayLimit);
        if (Options.ConnectionStateRecovery is { } recovery)
        {
            Sequencer = sequencer ?? throw new InvalidOperationException(
                "connection state recovery needs a log: join a cluster with JoinCluster(), or call AddSocketIOSequencer() for one in this process");
            Sequencer.Connect(new SequencedStream(this), recovery.MaxDisconnectionDuration + Options.Engine.PingInterval + Options.Engine.PingTimeout);
        }
        Main = Of("/");
    }

    /// <summary>The settings.</summary>
    public SocketIOOptions Options { get; }

    /// <summary>The namespace <c>/</c>, which always exists.</summary>
    public Namespace Main { get; }

    /// <summary>The Engine.IO server below.</summary>
    public EngineIOServer Engine => _engine;

    /// <summary>How packets look on the wire.</summary>
    public IPacketParser Parser { get; }

    internal TimeProvider Time { get; }

    internal ILogger SocketLogger { get; }

    internal SocketIOMetrics Metrics { get; }

    internal NamespaceTable Namespaces { get; }

    /// <summary>By when a connection must have joined something.</summary>
    internal Deadlines ConnectDeadlines { get; }

    /// <summary>By when a packet must be complete.</summary>
    internal Deadlines AttachmentDeadlines { get; }

    /// <summary>The way into the log, with connection state recovery.</summary>
    internal ISequencer? Sequencer { get; }

    /// <summary>How many may be away, with connection state recovery.</summary>
    internal AwayLimit? AwayLimit { get; }

    internal PresenceHub Presence { get; }

    /// <summary>Runs the handlers of what happens in the log.</summary>
    internal SerialQueue Background { get; } = new();

    /// <summary>A namespace, made at its first mention; clients may join only those that the application has named.</summary>
    /// <param name="name">The name; a leading slash is added where it lacks.</param>
    public Namespace Of(string name) => Namespaces.Of(name);

    /// <summary>
    /// Lets clients join every namespace whose name matches; each is made when the first client asks for it. The
    /// pattern may match anywhere in the name, which begins with a slash: anchor it.
    /// </summary>
    public ParentNamespace Of(Regex pattern) => Namespaces.Of(pattern);

    /// <summary>
    /// Lets clients join every namespace that the predicate allows, given its name and the client's <c>auth</c>. It is
    /// asked only while there is no such namespace. One that throws refuses, and the exception is logged.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public ParentNamespace Of(Func<string, JsonElement, ValueTask<bool>> predicate) => Namespaces.Of(predicate);

    /// <inheritdoc cref="Of(Func{string, JsonElement, ValueTask{bool}})"/>
    public ParentNamespace Of(Func<string, JsonElement, Task<bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Namespaces.Of((name, auth) => new ValueTask<bool>(predicate(name, auth)));
    }

    /// <inheritdoc cref="Of(Func{string, JsonElement, ValueTask{bool}})"/>
    public ParentNamespace Of(Func<string, JsonElement, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Namespaces.Of((name, auth) => ValueTask.FromResult(predicate(name, auth)));
    }

    /// <summary>
    /// Adds a handler for every namespace that is made from now on. No client gets in before it has completed; whoever asks for
    /// the namespace by <see cref="Of(string)"/> has it at once.
    /// </summary>
    public void OnNewNamespace(Func<Namespace, ValueTask> handler) => Namespaces.OnCreated(handler);

    /// <inheritdoc cref="Namespace.Emit"/>
    public void Emit(string eventName, ArgumentList arguments) => Main.Emit(eventName, arguments);

    /// <inheritdoc cref="Namespace.EmitAsync"/>
    public Task EmitAsync(string eventName, ArgumentList arguments) => Main.EmitAsync(eventName, arguments);

    /// <inheritdoc cref="Namespace.Local"/>
    public BroadcastOperator Local => Main.Local;

    /// <inheritdoc cref="Namespace.Volatile"/>
    public BroadcastOperator Volatile => Main.Volatile;

    /// <inheritdoc cref="Namespace.Compress"/>
    public BroadcastOperator Compress(bool compress) => Main.Compress(compress);

    /// <inheritdoc cref="Namespace.Timeout"/>
    public BroadcastOperator Timeout(TimeSpan timeout) => Main.Timeout(timeout);

    /// <inheritdoc cref="Namespace.To"/>
    public BroadcastOperator To(params string[] rooms) => Main.To(rooms);

    /// <inheritdoc cref="Namespace.In"/>
    public BroadcastOperator In(params string[] rooms) => Main.To(rooms);

    /// <inheritdoc cref="Namespace.Except"/>
    public BroadcastOperator Except(params string[] rooms) => Main.Except(rooms);

    /// <inheritdoc cref="Namespace.User"/>
    public BroadcastOperator User(params string[] users) => Main.User(users);

    /// <inheritdoc cref="Namespace.ExceptUser"/>
    public BroadcastOperator ExceptUser(params string[] users) => Main.ExceptUser(users);

    /// <inheritdoc cref="Namespace.SocketsJoin"/>
    public void SocketsJoin(params string[] rooms) => Main.SocketsJoin(rooms);

    /// <inheritdoc cref="Namespace.SocketsLeave"/>
    public void SocketsLeave(params string[] rooms) => Main.SocketsLeave(rooms);

    /// <inheritdoc cref="Namespace.DisconnectSockets"/>
    public void DisconnectSockets(bool close = false) => Main.DisconnectSockets(close);

    /// <inheritdoc cref="Namespace.FetchSocketsAsync"/>
    public Task<SocketQueryResult> FetchSocketsAsync(CancellationToken cancellation = default) => Main.FetchSocketsAsync(cancellation);

    /// <inheritdoc cref="Namespace.CountAsync"/>
    public Task<SocketCount> CountAsync(CancellationToken cancellation = default) => Main.CountAsync(cancellation);

    /// <inheritdoc cref="Namespace.ServerCount"/>
    public int ServerCount => Main.ServerCount;

    /// <inheritdoc cref="Namespace.ServerSideEmit"/>
    public void ServerSideEmit(string eventName, ArgumentList arguments) => Main.ServerSideEmit(eventName, arguments);

    /// <inheritdoc cref="Namespace.ServerSideEmitWithAckAsync"/>
    public Task<ServerAckResult> ServerSideEmitWithAckAsync(string eventName, ArgumentList arguments) =>
        Main.ServerSideEmitWithAckAsync(eventName, arguments);

    /// <inheritdoc cref="Namespace.OnServerEvent"/>
    public void OnServerEvent(string eventName, Func<ServerEventContext, ValueTask> handler) => Main.OnServerEvent(eventName, handler);

    /// <summary>Answers one HTTP request: a file of the client bundle, or the Engine.IO endpoint.</summary>
    public Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Options.ServeClient && _bundle.TryServe(context, out var served) ? served : _engine.HandleAsync(context);
    }

    /// <summary>
    /// Takes no new connections, and closes those that are open one after the other over a time, without telling the
    /// clients to stay away. <see cref="CloseAsync"/> is to follow; it may also cut this short.
    /// </summary>
    /// <param name="window">The time over which the closes are spread; zero for all at once.</param>
    /// <param name="cancellation">Leaves the connections that are left as they are.</param>
    public Task DrainAsync(TimeSpan window, CancellationToken cancellation = default) => _engine.DrainAsync(window, cancellation);

    /// <summary>
    /// Closes every connection, without telling the clients to stay away: they reconnect, to this server or to
    /// another. The sockets' reason is <c>server shutting down</c>. They have left their namespaces when this returns
    /// its task; the task completes when the clients have been told, after 5 seconds at the latest.
    /// </summary>
    /// <param name="cancellation">Cuts the waiting short, and with it the connections that are left.</param>
    public Task CloseAsync(CancellationToken cancellation = default)
    {
        foreach (var each in Namespaces.All)
        {
            foreach (var (_, socket) in each.Sockets)
            {
                socket.Leave(DisconnectReason.ServerShuttingDown);
            }
        }
        return _engine.CloseAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        ConnectDeadlines.Dispose();
        AttachmentDeadlines.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    NamespaceHandlers IAdmission.Handlers => ((IAdmission)Main).Handlers;

    IEngineSocketHandler IEngineIOHandler.OnOpen(EngineSocket socket)
    {
        var connection = new ClientConnection(this, socket);
        connection.Begin();
        return connection;
    }

    internal NamespacePresence CreatePresence(Namespace owner)
    {
        if (Sequencer is null)
        {
            throw new InvalidOperationException("presence needs connection state recovery: set SocketIOOptions.ConnectionStateRecovery");
        }
        var presence = new NamespacePresence(owner, Background, Time, SocketLogger);
        Presence.Follow(owner, presence);
        return presence;
    }

    internal NamespaceHistory CreateHistory(Namespace owner, string eventName, HistoryOptions options)
    {
        if (_durableLog is null)
        {
            throw new InvalidOperationException("history needs a durable log: join a cluster with JoinCluster(), or call AddSocketIOSequencer() for one in this process");
        }
        if (owner.Sessions is not { } sessions)
        {
            throw new InvalidOperationException("history needs connection state recovery: set SocketIOOptions.ConnectionStateRecovery");
        }
        if (_histories.GetOrAdd(options.Name, owner) is var other && other != owner)
        {
            throw new InvalidOperationException(
                $"namespace {other.Name} has the history \"{options.Name}\" already; give the one of {owner.Name} a name of its own (HistoryOptions.Name)");
        }
        sessions.Sequencer.KeepHistory(options.ToPolicy());
        return new NamespaceHistory(owner, sessions, _durableLog, eventName, options);
    }

    /// <summary>The namespace is no more: the one that is made in its place may have its histories.</summary>
    internal void ReleaseHistories(Namespace owner)
    {
        foreach (var (name, holder) in _histories)
        {
            if (holder == owner)
            {
                _histories.TryRemove(KeyValuePair.Create(name, holder));
            }
        }
    }
}
