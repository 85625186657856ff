using Microsoft.Extensions.Logging;

namespace SocketIO.Sockets;

/// <summary>The handlers for the end of a socket: before it leaves its rooms, and after.</summary>
internal sealed class DisconnectListeners
{
    private readonly Lock _lock = new();
    private Action<DisconnectReason>? _before;
    private Func<DisconnectReason, ValueTask>? _after;

    public void AddBefore(Action<DisconnectReason> handler)
    {
        lock (_lock)
        {
            _before += handler;
        }
    }

    public void AddAfter(Func<DisconnectReason, ValueTask> handler)
    {
        lock (_lock)
        {
            _after += handler;
        }
    }

    public void RunBefore(DisconnectReason reason, ILogger logger, string socketId)
    {
        try
        {
            _before?.Invoke(reason);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(logger, exception, "disconnecting", socketId);
        }
    }

    public async ValueTask RunAfterAsync(DisconnectReason reason)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(_after))
        {
            await handler(reason).ConfigureAwait(false);
        }
    }
}
