using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;

namespace SocketIO.Sockets;

/// <summary>The handlers for the end of a socket: before it leaves its rooms, and after.</summary>
internal sealed class DisconnectListeners
{
    private readonly HandlerList<Func<DisconnectReason, ValueTask>> _before = new();
    private readonly HandlerList<Func<DisconnectReason, ValueTask>> _after = new();
    private Task[] _running = [];

    public void AddBefore(Func<DisconnectReason, ValueTask> handler) => _before.Add(handler);

    public void AddAfter(Func<DisconnectReason, ValueTask> handler) => _after.Add(handler);

    /// <summary>Begins the handlers that see the socket in its rooms; what of them takes time goes on.</summary>
    public void RunBefore(DisconnectReason reason, ILogger logger, string socketId)
    {
        var handlers = _before.Snapshot;
        if (handlers.Length > 0)
        {
            _running = Array.ConvertAll(handlers, handler => RunAsync(handler.Run, reason, logger, "disconnecting", socketId));
        }
    }

    /// <summary>Runs the handlers of the end, once those before it have completed.</summary>
    public async ValueTask RunAfterAsync(DisconnectReason reason, ILogger logger, string socketId)
    {
        await Task.WhenAll(_running).ConfigureAwait(false);
        foreach (var handler in _after.Snapshot)
        {
            await RunAsync(handler.Run, reason, logger, "disconnect", socketId).ConfigureAwait(false);
        }
    }

    private static Task RunAsync(Func<DisconnectReason, ValueTask> handler, DisconnectReason reason, ILogger logger, string name, string socketId) =>
        GuardedHandler.RunAsync(() => handler(reason), exception => Log.HandlerFailed(logger, exception, name, socketId));
}
