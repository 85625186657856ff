using System.Runtime.CompilerServices;
using SocketIO.Events;

namespace SocketIO;

/// <summary>Handlers for every event, in both directions, and shorter forms of others.</summary>
public static class SocketListenerExtensions
{
    /// <summary>Removes every handler of an event.</summary>
    public static Socket Off(this Socket socket, string eventName)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Handlers.Events.RemoveAll(eventName);
        return socket;
    }

    /// <summary>Removes a handler of an event: the very delegate that was added, at its last place.</summary>
    public static Socket Off(this Socket socket, string eventName, Delegate handler)
    {
        Check(socket, handler);
        socket.Handlers.Events.Remove(eventName, handler);
        return socket;
    }

    /// <summary>
    /// Adds a middleware, which runs for every event before its handlers: it returns <see langword="null"/> to let it
    /// pass, or why not, and then the error handlers run instead. One that throws refuses too, and the exception is
    /// treated as that of a handler.
    /// </summary>
    [OverloadResolutionPriority(2)]
    public static Socket Use(this Socket socket, Func<EventContext, ValueTask<EventError?>> middleware)
    {
        Check(socket, middleware);
        socket.Handlers.Middlewares.Add(middleware);
        return socket;
    }

    /// <inheritdoc cref="Use(Socket, Func{EventContext, ValueTask{EventError}})"/>
    public static Socket Use(this Socket socket, Func<EventContext, Task<EventError?>> middleware)
    {
        Check(socket, middleware);
        socket.Handlers.Middlewares.Add(context => new ValueTask<EventError?>(middleware(context)), middleware);
        return socket;
    }

    /// <inheritdoc cref="Use(Socket, Func{EventContext, ValueTask{EventError}})"/>
    [OverloadResolutionPriority(1)]
    public static Socket Use(this Socket socket, Func<EventContext, EventError?> middleware)
    {
        Check(socket, middleware);
        socket.Handlers.Middlewares.Add(context => ValueTask.FromResult(middleware(context)), middleware);
        return socket;
    }

    /// <summary>
    /// Adds a handler for every event of the client, whatever its name. It runs before the middlewares and before the
    /// handlers of the event.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static Socket OnAny(this Socket socket, Func<EventContext, ValueTask> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Add(handler);
        return socket;
    }

    /// <inheritdoc cref="OnAny(Socket, Func{EventContext, ValueTask})"/>
    public static Socket OnAny(this Socket socket, Func<EventContext, Task> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Add(HandlerForms.Awaited(handler), handler);
        return socket;
    }

    /// <inheritdoc cref="OnAny(Socket, Func{EventContext, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public static Socket OnAny(this Socket socket, Action<EventContext> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Add(HandlerForms.Awaited(handler), handler);
        return socket;
    }

    /// <summary>As <see cref="OnAny(Socket, Func{EventContext, ValueTask})"/>, but before the handlers that are there already.</summary>
    [OverloadResolutionPriority(1)]
    public static Socket PrependAny(this Socket socket, Func<EventContext, ValueTask> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Prepend(handler);
        return socket;
    }

    /// <inheritdoc cref="PrependAny(Socket, Func{EventContext, ValueTask})"/>
    public static Socket PrependAny(this Socket socket, Func<EventContext, Task> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Prepend(HandlerForms.Awaited(handler), handler);
        return socket;
    }

    /// <inheritdoc cref="PrependAny(Socket, Func{EventContext, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public static Socket PrependAny(this Socket socket, Action<EventContext> handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Prepend(HandlerForms.Awaited(handler), handler);
        return socket;
    }

    /// <summary>Removes every handler for any event.</summary>
    public static Socket OffAny(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Handlers.Any.Clear();
        return socket;
    }

    /// <summary>Removes a handler for any event: the very delegate that was added, at its first place.</summary>
    public static Socket OffAny(this Socket socket, Delegate handler)
    {
        Check(socket, handler);
        socket.Handlers.Any.Remove(handler);
        return socket;
    }

    /// <summary>
    /// Adds a handler that sees every event just before it is sent to this client, broadcasts included, but not
    /// acknowledgements. It runs on the thread that sends, and must not take long: with connection state recovery that thread
    /// brings everything from the log, to all clients.
    /// </summary>
    [OverloadResolutionPriority(-1)]
    public static Socket OnAnyOutgoing(this Socket socket, Action<OutgoingEvent> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Add(handler);
        return socket;
    }

    /// <summary>
    /// As <see cref="OnAnyOutgoing(Socket, Action{OutgoingEvent})"/>, but elsewhere: one event after the other, in their order,
    /// each awaited to its end. What it has not seen yet is kept for it, so it must keep up.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static Socket OnAnyOutgoing(this Socket socket, Func<OutgoingEvent, ValueTask> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Add(socket.Outbox.Listeners.Elsewhere(handler), handler);
        return socket;
    }

    /// <inheritdoc cref="OnAnyOutgoing(Socket, Func{OutgoingEvent, ValueTask})"/>
    public static Socket OnAnyOutgoing(this Socket socket, Func<OutgoingEvent, Task> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Add(socket.Outbox.Listeners.Elsewhere(HandlerForms.Awaited(handler)), handler);
        return socket;
    }

    /// <summary>As <see cref="OnAnyOutgoing(Socket, Action{OutgoingEvent})"/>, but before the handlers that are there already.</summary>
    [OverloadResolutionPriority(-1)]
    public static Socket PrependAnyOutgoing(this Socket socket, Action<OutgoingEvent> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Prepend(handler);
        return socket;
    }

    /// <summary>As <see cref="OnAnyOutgoing(Socket, Func{OutgoingEvent, ValueTask})"/>, but before the handlers that are there already.</summary>
    [OverloadResolutionPriority(1)]
    public static Socket PrependAnyOutgoing(this Socket socket, Func<OutgoingEvent, ValueTask> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Prepend(socket.Outbox.Listeners.Elsewhere(handler), handler);
        return socket;
    }

    /// <inheritdoc cref="PrependAnyOutgoing(Socket, Func{OutgoingEvent, ValueTask})"/>
    public static Socket PrependAnyOutgoing(this Socket socket, Func<OutgoingEvent, Task> handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Prepend(socket.Outbox.Listeners.Elsewhere(HandlerForms.Awaited(handler)), handler);
        return socket;
    }

    /// <summary>Removes every handler for outgoing events.</summary>
    public static Socket OffAnyOutgoing(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Outbox.Listeners.Handlers.Clear();
        return socket;
    }

    /// <summary>Removes a handler for outgoing events, at its first place.</summary>
    public static Socket OffAnyOutgoing(this Socket socket, Delegate handler)
    {
        Check(socket, handler);
        socket.Outbox.Listeners.Handlers.Remove(handler);
        return socket;
    }

    /// <summary>
    /// Adds a handler for events that a middleware refused, and for what the client sent that is no packet; after the
    /// latter the connection is closed.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static Socket OnError(this Socket socket, Func<EventError, ValueTask> handler)
    {
        Check(socket, handler);
        socket.Handlers.Errors.Add(handler);
        return socket;
    }

    /// <inheritdoc cref="OnError(Socket, Func{EventError, ValueTask})"/>
    public static Socket OnError(this Socket socket, Func<EventError, Task> handler) => socket.OnError(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="OnError(Socket, Func{EventError, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public static Socket OnError(this Socket socket, Action<EventError> handler) => socket.OnError(HandlerForms.Awaited(handler));

    private static void Check(Socket socket, Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(handler);
    }
}
