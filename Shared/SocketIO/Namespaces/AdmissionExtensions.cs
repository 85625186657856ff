using System.Runtime.CompilerServices;
using SocketIO.Namespaces;
using SocketIO.Sockets;

namespace SocketIO;

/// <summary>Middlewares and connection handlers of namespaces; those of a parent run before those of the child itself.</summary>
public static class AdmissionExtensions
{
    /// <summary>
    /// Adds a middleware, which runs for every client that wants to join: it returns <see langword="null"/> to let
    /// the client in, or why not. One that throws refuses too, and the exception is logged.
    /// </summary>
    public static T Use<T>(this T admission, Func<Socket, ValueTask<ConnectError?>> middleware)
        where T : IAdmission
    {
        admission.Handlers.Use(middleware);
        return admission;
    }

    /// <inheritdoc cref="Use{T}(T, Func{Socket, ValueTask{ConnectError}})"/>
    [OverloadResolutionPriority(-1)]
    public static T Use<T>(this T admission, Func<Socket, ConnectError?> middleware)
        where T : IAdmission
    {
        admission.Handlers.Use(middleware);
        return admission;
    }

    /// <summary>
    /// Adds a handler for clients that have joined. Their events wait until it completes, so that no event comes
    /// before its handler was added.
    /// </summary>
    public static T OnConnection<T>(this T admission, Func<Socket, ValueTask> handler)
        where T : IAdmission
    {
        admission.Handlers.OnConnection(handler);
        return admission;
    }

    /// <inheritdoc cref="OnConnection{T}(T, Func{Socket, ValueTask})"/>
    public static T OnConnection<T>(this T admission, Action<Socket> handler)
        where T : IAdmission
    {
        admission.Handlers.OnConnection(handler);
        return admission;
    }
}
