using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using EngineIO.Diagnostics;
using EngineIO.Events;
using EngineIO.Http;
using EngineIO.Sessions;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EngineIO;

/// <summary>An Engine.IO server: the sessions of one endpoint.</summary>
public sealed class EngineIOServer : IAsyncDisposable
{
    private readonly EngineRuntime _runtime;
    private readonly HeartbeatScan _scan;
    private readonly QueueBudget _queues;
    private readonly RequestRouter _router;
    private readonly HookList<ConnectionErrorEventArgs> _connectionError;

    /// <summary>Makes a server; requests reach it by <see cref="HandleAsync"/>.</summary>
    /// <param name="options">The settings, which must not change afterwards.</param>
    /// <param name="handler">The layer above.</param>
    /// <param name="loggerFactory">Where to log.</param>
    /// <param name="timeProvider">The clock of the heartbeat and of all time-outs.</param>
    /// <param name="meters">Makes the meter <c>EngineIO</c>; without it the server makes one of its own.</param>
    /// <exception cref="OptionsValidationException">The settings are not valid.</exception>
    public EngineIOServer(
        EngineIOOptions options, IEngineIOHandler handler, ILoggerFactory loggerFactory, TimeProvider timeProvider, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        ArgumentNullException.ThrowIfNull(timeProvider);
        var validation = new EngineIOOptionsValidator().Validate(null, options);
        if (validation.Failed)
        {
            throw new OptionsValidationException(nameof(EngineIOOptions), typeof(EngineIOOptions), validation.Failures);
        }
        _runtime = new EngineRuntime(options, handler, new BoundedLogger(loggerFactory.CreateLogger<EngineIOServer>(), timeProvider), timeProvider, meters);
        _scan = new HeartbeatScan(_runtime.Sessions, _runtime.Clock, options);
        _queues = new QueueBudget(_runtime);
        _connectionError = new HookList<ConnectionErrorEventArgs>(_runtime.Logger);
        _router = new RequestRouter(_runtime, _scan, _connectionError);
    }

    /// <summary>The number of open sessions.</summary>
    public int ClientsCount => _runtime.OpenCount;

    /// <summary>Whether no session is left, not even one that is still closing.</summary>
    internal bool IsIdle => _runtime.Sessions.IsEmpty;

    /// <summary>
    /// Calls <paramref name="handler"/> when a request is refused, and waits for it before the refusal is sent. An exception
    /// is logged.
    /// </summary>
    /// <param name="handler">The handler; may be added at any time.</param>
    [OverloadResolutionPriority(1)]
    public void OnConnectionError(Func<ConnectionErrorEventArgs, ValueTask> handler) => _connectionError.Add(handler);

    /// <inheritdoc cref="OnConnectionError(Func{ConnectionErrorEventArgs, ValueTask})"/>
    public void OnConnectionError(Func<ConnectionErrorEventArgs, Task> handler) => _connectionError.Add(handler);

    /// <inheritdoc cref="OnConnectionError(Func{ConnectionErrorEventArgs, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public void OnConnectionError(Action<ConnectionErrorEventArgs> handler) => _connectionError.Add(handler);

    /// <summary>Handles a request under the endpoint's path. For a WebSocket the task is pending as long as the connection.</summary>
    /// <param name="context">The request.</param>
    public Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _router.HandleAsync(context);
    }

    /// <summary>
    /// Sets the headers for pages of other origins, as <see cref="EngineIOOptions.Cors"/> wants them, for a response that
    /// the caller gives itself.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <returns>Whether it was a preflight, and its response is complete.</returns>
    public bool ApplyCors(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _router.ApplyCors(context);
    }

    /// <summary>
    /// Refuses new sessions with status 503 from now on, and closes the open ones with
    /// <see cref="CloseReason.ServerShuttingDown"/>, one after the other over a time, so that not all the clients come
    /// back at once. <see cref="CloseAsync"/> is to follow; it may also cut this short.
    /// </summary>
    /// <param name="window">The time over which the closes are spread; zero for all at once.</param>
    /// <param name="cancellationToken">Leaves the sessions that are left as they are.</param>
    public Task DrainAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        _runtime.BeginClose();
        return new SpreadClose(_runtime.Sessions, _runtime.Clock.Time).RunAsync(window, cancellationToken);
    }

    /// <summary>
    /// Shuts the server down: refuses new sessions with status 503, closes the open ones with
    /// <see cref="CloseReason.ServerShuttingDown"/>, and waits at most 5 seconds until the clients have been told.
    /// </summary>
    /// <param name="cancellationToken">Cuts the waiting short, and with it the connections that are left.</param>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _runtime.BeginClose();
        foreach (var (_, session) in _runtime.Sessions.All)
        {
            session.Close(CloseReason.ServerShuttingDown);
        }
        try
        {
            await _runtime.Sessions.WhenEmptyAsync().WaitAsync(EngineSocket.CloseTimeout, _runtime.Clock.Time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            foreach (var (_, session) in _runtime.Sessions.All)
            {
                session.Close(CloseReason.ServerShuttingDown, CloseMode.Abort);
            }
        }
        _scan.Dispose();
        _queues.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(CancellationToken.None);
        _runtime.Dispose();
    }
}
