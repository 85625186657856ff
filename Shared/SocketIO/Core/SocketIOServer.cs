using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using EngineIO;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SocketIO.Adapters;
using SocketIO.ClientFiles;
using SocketIO.Core;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Parsers;

namespace SocketIO;

/// <summary>
/// A Socket.IO server: its namespaces and the connections to them. What is done on the server itself is done on the
/// namespace <c>/</c>.
/// </summary>
public sealed class SocketIOServer : IAdmission, IBroadcaster, IServerEventEmitter, IAsyncDisposable
{
    private readonly ServerParts _parts;
    private readonly EngineIOServer _engine;
    private readonly ClientBundle _bundle;

    internal SocketIOServer(
        SocketIOOptions options, IAdapterFactory adapters, ILoggerFactory loggers, TimeProvider time, IMeterFactory? meters, Func<SocketIOServer, ServerParts> assemble)
    {
        Options = options;
        Time = time;
        Logs = new ServerLogs(loggers, time);
        Metrics = new SocketIOMetrics(meters);
        Parser = options.Parser(options);
        Namespaces = new NamespaceTable(this, adapters);
        _parts = assemble(this);
        _engine = new EngineIOServer(options.Engine, _parts.Connections, loggers, time, meters);
        _bundle = new ClientBundle(options.Path, _engine.ApplyCors);
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

    internal ServerLogs Logs { get; }

    internal SocketIOMetrics Metrics { get; }

    internal NamespaceTable Namespaces { get; }

    /// <summary>What the folders above keep with it: connections, presence, histories.</summary>
    internal FeatureSet Features { get; } = new();

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

    /// <inheritdoc cref="Namespace.ToAll"/>
    public BroadcastOperator ToAll() => Main.ToAll();

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
        Features.Dispose();
        await _engine.DisposeAsync().ConfigureAwait(false);
    }

    NamespaceHandlers IAdmission.Handlers => ((IAdmission)Main).Handlers;

    internal INamespaceOrder CreateOrder(Namespace owner, IAdapter adapter) => _parts.CreateOrder(owner, adapter);
}
