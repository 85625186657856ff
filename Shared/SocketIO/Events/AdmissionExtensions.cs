using System.Runtime.CompilerServices;
using SocketIO.Events;

namespace SocketIO;

/// <summary>Middlewares and connection handlers of namespaces; those of a parent run before those of the child itself.</summary>
public static class AdmissionExtensions
{
    /// <summary>
    /// Adds a middleware, which runs for every client that wants to join: it returns <see langword="null"/> to let
    /// the client in, or why not. One that throws refuses too, and the exception is logged.
    /// </summary>
    [OverloadResolutionPriority(2)]
    public static T Use<T>(this T admission, Func<Socket, ValueTask<ConnectError?>> middleware)
        where T : IAdmission
    {
        admission.Handlers.Use(middleware);
        return admission;
    }

    /// <inheritdoc cref="Use{T}(T, Func{Socket, ValueTask{ConnectError}})"/>
    public static T Use<T>(this T admission, Func<Socket, Task<ConnectError?>> middleware)
        where T : IAdmission
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return admission.Use(socket => new ValueTask<ConnectError?>(middleware(socket)));
    }

    /// <inheritdoc cref="Use{T}(T, Func{Socket, ValueTask{ConnectError}})"/>
    [OverloadResolutionPriority(1)]
    public static T Use<T>(this T admission, Func<Socket, ConnectError?> middleware)
        where T : IAdmission
    {
        ArgumentNullException.ThrowIfNull(middleware);
        return admission.Use(socket => ValueTask.FromResult(middleware(socket)));
    }

    /// <summary>
    /// Adds a handler for clients that have joined. Their events wait until it completes, so that no event comes
    /// before its handler was added. If one throws, that is logged and the connection is closed: without its handlers a client
    /// would be there in vain. It comes back by itself.
    /// </summary>
    [OverloadResolutionPriority(1)]
    public static T OnConnection<T>(this T admission, Func<Socket, ValueTask> handler)
        where T : IAdmission
    {
        admission.Handlers.OnConnection(handler);
        return admission;
    }

    /// <inheritdoc cref="OnConnection{T}(T, Func{Socket, ValueTask})"/>
    public static T OnConnection<T>(this T admission, Func<Socket, Task> handler)
        where T : IAdmission =>
        admission.OnConnection(HandlerForms.Awaited(handler));

    /// <inheritdoc cref="OnConnection{T}(T, Func{Socket, ValueTask})"/>
    [OverloadResolutionPriority(-1)]
    public static T OnConnection<T>(this T admission, Action<Socket> handler)
        where T : IAdmission =>
        admission.OnConnection(HandlerForms.Awaited(handler));
}
