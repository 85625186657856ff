using SocketIO.Core;

namespace SocketIO;

/// <summary>Which handlers a socket has: copies, made of the very delegates that were added, in the order of their calls.</summary>
public static class SocketIntrospectionExtensions
{
    /// <summary>The events that have a handler of their own.</summary>
    public static IReadOnlyList<string> EventNames(this Socket socket) => HandlersOf(socket).Events.Names;

    /// <summary>The handlers of an event.</summary>
    public static IReadOnlyList<Delegate> Listeners(this Socket socket, string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return HandlersOf(socket).Events.Originals(eventName);
    }

    /// <summary>Whether an event has a handler of its own.</summary>
    public static bool HasListeners(this Socket socket, string eventName) => socket.Listeners(eventName).Count > 0;

    /// <summary>The handlers for every event of the client.</summary>
    public static IReadOnlyList<Delegate> ListenersAny(this Socket socket) => HandlersOf(socket).Any.Originals;

    /// <summary>The handlers for every event that is sent to the client.</summary>
    public static IReadOnlyList<Delegate> ListenersAnyOutgoing(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.Outbox.Listeners.Handlers.Originals;
    }

    private static SocketHandlers HandlersOf(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.Handlers;
    }
}
