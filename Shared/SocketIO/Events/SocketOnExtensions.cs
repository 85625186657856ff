using SocketIO.Arguments;
using SocketIO.Events;
using SocketIO.Sockets;

namespace SocketIO;

/// <summary>
/// Adds handlers for the events of a client, with the events' arguments as typed parameters.
/// </summary>
/// <remarks>
/// A parameter takes the event's argument at its place. One that is missing, <c>null</c> or of another type is
/// refused: the client's acknowledgement is <c>{ "error": "…" }</c>. A nullable value type, an
/// <see cref="Optional{T}"/> and an <see cref="EventArgument"/> may be missing; arguments beyond the parameters are
/// ignored. The result of a handler that has one is the acknowledgement.
/// </remarks>
public static class SocketOnExtensions
{
    /// <summary>
    /// Adds a handler for an event. An exception in it is logged; an <see cref="EventArgumentException"/> is told the
    /// client.
    /// </summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public static Socket On(this Socket socket, string eventName, Action handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On(this Socket socket, string eventName, Func<ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<TResult>(this Socket socket, string eventName, Func<ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<TResult>(this Socket socket, string eventName, Func<EventContext, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1>(this Socket socket, string eventName, Action<T1> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1>(this Socket socket, string eventName, Func<T1, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, TResult>(this Socket socket, string eventName, Func<T1, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1>(this Socket socket, string eventName, Action<EventContext, T1> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1>(this Socket socket, string eventName, Func<EventContext, T1, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, TResult>(this Socket socket, string eventName, Func<EventContext, T1, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2>(this Socket socket, string eventName, Action<T1, T2> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2>(this Socket socket, string eventName, Func<T1, T2, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, TResult>(this Socket socket, string eventName, Func<T1, T2, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2>(this Socket socket, string eventName, Action<EventContext, T1, T2> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2>(this Socket socket, string eventName, Func<EventContext, T1, T2, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, TResult>(this Socket socket, string eventName, Func<EventContext, T1, T2, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3>(this Socket socket, string eventName, Action<T1, T2, T3> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3>(this Socket socket, string eventName, Func<T1, T2, T3, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3>(this Socket socket, string eventName, Action<EventContext, T1, T2, T3> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3>(this Socket socket, string eventName, Func<EventContext, T1, T2, T3, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, TResult>(this Socket socket, string eventName, Func<EventContext, T1, T2, T3, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4>(this Socket socket, string eventName, Action<T1, T2, T3, T4> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4>(this Socket socket, string eventName, Func<T1, T2, T3, T4, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4>(this Socket socket, string eventName, Action<EventContext, T1, T2, T3, T4> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4>(this Socket socket, string eventName, Func<EventContext, T1, T2, T3, T4, ValueTask> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    /// <inheritdoc cref="On(Socket, string, Action)"/>
    public static Socket On<T1, T2, T3, T4, TResult>(this Socket socket, string eventName, Func<EventContext, T1, T2, T3, T4, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, TypedHandler.From(handler));

    private static Socket Add(Socket socket, string eventName, Delegate original, Func<EventContext, ValueTask> run)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(original);
        return socket.Listen(eventName, new Listener(original, run, Once: false));
    }
}
