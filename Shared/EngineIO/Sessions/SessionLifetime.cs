using EngineIO.Diagnostics;

namespace EngineIO.Sessions;

/// <summary>Tells the layer above about one session's beginning and, exactly once, its end.</summary>
internal sealed class SessionLifetime(EngineSocket session, EngineRuntime runtime)
{
    private readonly Lock _gate = new();
    private IEngineSocketHandler? _handler;
    private CloseReason? _reason;
    private bool _refused;
    private int _slow;

    /// <summary>The receiver of messages; set before any can arrive.</summary>
    public IEngineSocketHandler Handler => _handler!;

    public bool Open()
    {
        runtime.OnOpened(session.Slot.Transport.Kind);
        IEngineSocketHandler handler;
        try
        {
            handler = runtime.Handler.OnOpen(session);
        }
        catch (Exception exception)
        {
            Log.OpenHandlerFailed(runtime.Logger, exception, session.Id);
            _refused = true;
            return false;
        }
        Log.SessionOpened(runtime.Logger, session.Id, session.TransportName);
        lock (_gate)
        {
            _handler = handler;
            if (_reason is null)
            {
                return true;
            }
        }
        Notify();
        return true;
    }

    public void OnClosed(EngineTransports transport, CloseReason reason)
    {
        runtime.OnClosed(transport, reason);
        Log.SessionClosed(runtime.Logger, session.Id, reason.ToWireName());
        lock (_gate)
        {
            _reason = reason;
            if (_handler is null || _refused)
            {
                return;
            }
        }
        Notify();
    }

    public void OnSlowClient(long queuedBytes)
    {
        if (session.IsOpen && Interlocked.Exchange(ref _slow, 1) == 0)
        {
            runtime.Metrics.Slow();
            Log.SlowClient(runtime.Logger, session.Id, queuedBytes);
        }
    }

    // Always on the pool: a close may come out of a broadcast, or from under a caller's lock.
    private void Notify() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);

    private void Run()
    {
        try
        {
            Handler.OnClosed(_reason!.Value);
        }
        catch (Exception exception)
        {
            Log.CloseHandlerFailed(runtime.Logger, exception, session.Id);
        }
    }
}
