using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SocketIO.Core;
using SocketIO.Events;

namespace SocketIO;

/// <summary>Adds handlers for the next event of a name only, with the event's arguments as typed parameters.</summary>
/// <remarks>
/// A parameter takes the event's argument at its place. One that is missing, <c>null</c> or of another type is
/// refused: the client's acknowledgement is <c>{ "error": "…" }</c>. A nullable parameter (<c>int?</c>, <c>string?</c>), an
/// <see cref="Optional{T}"/> and an <see cref="EventArgument"/> may be missing; arguments beyond the parameters are
/// ignored. An <see cref="EventContext"/> and a <see cref="CancellationToken"/>, which is cancelled when the connection ends, are given
/// beside the arguments, at whatever place. A task is awaited, and what a handler returns is the acknowledgement.
/// </remarks>
public static class SocketOnceExtensions
{
    // An async lambda is a ValueTask before it is a Task, and neither is ever taken for void or for an answer.
    private const int Highest = 1;
    private const int Lowest = -1;
    private const int ByName = -2;

    /// <summary>Adds a handler that is removed as its event comes, and so runs once at most.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once(this Socket socket, string eventName, Action handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once(this Socket socket, string eventName, Func<Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once(this Socket socket, string eventName, Func<ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1>(this Socket socket, string eventName, Action<T1> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, TResult>(this Socket socket, string eventName, Func<T1, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1>(this Socket socket, string eventName, Func<T1, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, TResult>(this Socket socket, string eventName, Func<T1, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1>(this Socket socket, string eventName, Func<T1, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, TResult>(this Socket socket, string eventName, Func<T1, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2>(this Socket socket, string eventName, Action<T1, T2> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, TResult>(this Socket socket, string eventName, Func<T1, T2, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2>(this Socket socket, string eventName, Func<T1, T2, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, TResult>(this Socket socket, string eventName, Func<T1, T2, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2>(this Socket socket, string eventName, Func<T1, T2, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, TResult>(this Socket socket, string eventName, Func<T1, T2, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3>(this Socket socket, string eventName, Action<T1, T2, T3> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3>(this Socket socket, string eventName, Func<T1, T2, T3, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3>(this Socket socket, string eventName, Func<T1, T2, T3, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4>(this Socket socket, string eventName, Action<T1, T2, T3, T4> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4>(this Socket socket, string eventName, Func<T1, T2, T3, T4, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4>(this Socket socket, string eventName, Func<T1, T2, T3, T4, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4, T5>(this Socket socket, string eventName, Action<T1, T2, T3, T4, T5> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4, T5, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4, T5>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4, T5, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4, T5>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4, T5, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4, T5, T6>(this Socket socket, string eventName, Action<T1, T2, T3, T4, T5, T6> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<T1, T2, T3, T4, T5, T6, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, T6, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4, T5, T6>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, T6, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<T1, T2, T3, T4, T5, T6, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, T6, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4, T5, T6>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, T6, ValueTask> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<T1, T2, T3, T4, T5, T6, TResult>(this Socket socket, string eventName, Func<T1, T2, T3, T4, T5, T6, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once(this Socket socket, string eventName, Action<EventContext> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Lowest)]
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<EventContext, TResult> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Answer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once(this Socket socket, string eventName, Func<EventContext, Task> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.Await));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<EventContext, Task<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once(this Socket socket, string eventName, Func<EventContext, ValueTask> handler) =>
        Add(socket, eventName, handler, handler);

    /// <inheritdoc cref="Once(Socket, string, Action)"/>
    [OverloadResolutionPriority(Highest)]
    public static Socket Once<TResult>(this Socket socket, string eventName, Func<EventContext, ValueTask<TResult>> handler) =>
        Add(socket, eventName, handler, HandlerBinder.Bind(handler, HandlerResult.AwaitAnswer));

    /// <summary>As the others, for a method given by its name: <c>socket.Once("save", SaveAsync)</c>.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or the method has more than six parameters, or one by reference.</exception>
    [OverloadResolutionPriority(ByName)]
    [RequiresDynamicCode(ReflectedHandler.Reason)]
    [RequiresUnreferencedCode(ReflectedHandler.Reason)]
    public static Socket Once(this Socket socket, string eventName, Delegate handler) =>
        Add(socket, eventName, handler, ReflectedHandler.Bind(handler));

    private static Socket Add(Socket socket, string eventName, Delegate original, Func<EventContext, ValueTask> run)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(original);
        return socket.Listen(eventName, new Listener(original, run, Once: true));
    }
}
