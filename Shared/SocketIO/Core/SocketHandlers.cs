using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Sockets;

namespace SocketIO.Core;

/// <summary>Everything that an application put on one socket, and the queue in which it runs.</summary>
internal sealed class SocketHandlers
{
    /// <summary>What a client is told of a fault that is none of its business.</summary>
    private const string GenericError = "internal server error";

    private readonly Socket _socket;
    private readonly ILogger _logger;
    private readonly HandlerQueue _queue;
    private readonly Action<EventContext, Exception> _onError;

    public SocketHandlers(Socket socket)
    {
        var server = socket.Namespace.Server;
        _socket = socket;
        _logger = server.Logs.Handlers;
        _queue = new HandlerQueue(server.Options.MaxPendingEvents, server.Options.MaxPendingBytes, RunGuardedAsync);
        _onError = (context, exception) => Report(HandlerQueue.Work.Event(context), exception);
    }

    public EventListeners Events { get; } = new();

    public HandlerList<Func<EventContext, ValueTask>> Any { get; } = new();

    public HandlerList<Func<EventContext, ValueTask<EventError?>>> Middlewares { get; } = new();

    public HandlerList<Func<EventError, ValueTask>> Errors { get; } = new();

    public DisconnectListeners Ends { get; } = new();

    /// <summary>Runs the handlers of the connection, and then what came meanwhile.</summary>
    public void Start() => _queue.Start(HandlerQueue.Work.Connection);

    /// <summary>
    /// Takes an event at once; completes when there is room for more. Nothing is read from the client meanwhile, also
    /// not the acknowledgement that a handler may wait for; so the waiting must end, and gives whether room came.
    /// </summary>
    public ValueTask<bool> EnqueueAsync(EventContext context)
    {
        var room = _queue.EnqueueAsync(HandlerQueue.Work.Event(context));
        return room.IsCompleted ? ValueTask.FromResult(true) : WaitForRoomAsync(room);
    }

    // The queue's own bound does not matter for these two: nothing more comes from this client.
    public void Enqueue(EventError error) => _queue.EnqueueAsync(HandlerQueue.Work.Failed(error)).AsTask();

    public void Enqueue(DisconnectReason reason) => _queue.EnqueueAsync(HandlerQueue.Work.Disconnected(reason)).AsTask();

    private async ValueTask<bool> WaitForRoomAsync(ValueTask room)
    {
        var server = _socket.Namespace.Server;
        try
        {
            await room.AsTask().WaitAsync(server.Options.MaxPendingTime, server.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            Log.HandlersStuck(_logger, _socket.Id);
            return false;
        }
    }

    private async ValueTask RunGuardedAsync(HandlerQueue.Work work)
    {
        try
        {
            // Flows into the handler, and ends with this method.
            work.Context?.Scope?.Begin();
            await RunAsync(work).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(work, exception);
        }
        finally
        {
            work.Context?.Scope?.End();
        }
    }

    private void Report(HandlerQueue.Work work, Exception exception)
    {
        if (exception is EventException)
        {
            Log.ArgumentRefused(_logger, work.Name, _socket.Id, exception.Message);
            Answer(work, exception.Message);
            GiveUp(work, exception);
        }
        else if (IsOfClient(exception))
        {
            // The client went away, or did not answer, while the handler waited for it: no fault of the handler.
            Log.HandlerAbandoned(_logger, work.Name, _socket.Id, exception.Message);
            Answer(work, TextOf(exception));
            GiveUp(work, exception);
        }
        else
        {
            Log.HandlerFailed(_logger, exception, work.Name, _socket.Id);
            Answer(work, TextOf(exception));
            if (work.IsConnection)
            {
                // Without its handlers its events would be lost in silence.
                _socket.Connection.Close(CloseReason.ForcedServerClose);
            }
        }
    }

    /// <summary>Closes the connection of a connection handler that the client has made fail, unless it is gone anyway.</summary>
    private void GiveUp(HandlerQueue.Work work, Exception exception)
    {
        if (work.IsConnection && !_socket.HasLeft)
        {
            Log.ConnectionGivenUp(_logger, _socket.Id, exception.Message);
            _socket.Connection.Close(CloseReason.ForcedServerClose);
        }
    }

    private bool IsOfClient(Exception exception) => exception is SocketDisconnectedException or AckTimeoutException
        || (exception is OperationCanceledException && _socket.HasLeft);

    private string TextOf(Exception exception) =>
        _socket.Namespace.Server.Options.EnableDetailedErrors ? $"{exception.GetType().Name}: {exception.Message}" : GenericError;

    /// <summary>Lets a client that waits for an acknowledgement know that there is nothing to wait for.</summary>
    private void Answer(HandlerQueue.Work work, string error)
    {
        try
        {
            work.Context?.Answer(EventArgument.Error(error));
        }
        catch (Exception exception)
        {
            // A parser of the application's own may throw, and the socket's next events are to be handled all the same.
            Log.HandlerFailed(_logger, exception, work.Name, _socket.Id);
        }
    }

    private ValueTask RunAsync(HandlerQueue.Work work) => work switch
    {
        // The usual case, without a state machine of its own.
        { Context: { } context } when Any.IsEmpty && Middlewares.IsEmpty => Events.RunAsync(context, _onError),
        { Context: { } context } => RunEventAsync(context),
        { Error: { } error } => RunErrorAsync(error),
        { Reason: { } reason } => Ends.RunAfterAsync(reason, _logger, _socket.Id),
        _ => _socket.Namespace.RunConnectionHandlersAsync(_socket),
    };

    private async ValueTask RunEventAsync(EventContext context)
    {
        foreach (var handler in Any.Snapshot)
        {
            try
            {
                await handler.Run(context).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                _onError(context, exception);
            }
        }
        foreach (var middleware in Middlewares.Snapshot)
        {
            if (await middleware.Run(context).ConfigureAwait(false) is { } error)
            {
                context.Answer(EventArgument.Error(error.Message));
                await RunErrorAsync(error with { Event = error.Event ?? context.Event }).ConfigureAwait(false);
                return;
            }
        }
        await Events.RunAsync(context, _onError).ConfigureAwait(false);
    }

    private async ValueTask RunErrorAsync(EventError error)
    {
        Log.EventRefused(_logger, error.Event ?? "", _socket.Id, error.Message);
        foreach (var handler in Errors.Snapshot)
        {
            await GuardedHandler.RunAsync(
                () => handler.Run(error), exception => Log.HandlerFailed(_logger, exception, "error", _socket.Id)).ConfigureAwait(false);
        }
    }
}
