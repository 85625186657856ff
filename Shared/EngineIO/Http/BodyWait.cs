using EngineIO.Transports;

namespace EngineIO.Http;

/// <summary>
/// The waiting for a body that does not come at once: ended by the session's close, or by the time it may take. Made only
/// then, for most bodies come with their headers.
/// </summary>
internal sealed class BodyWait : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Action _cancel;
    private readonly PollingTransport _polling;
    private readonly ITimer _timer;
    private BodyOutcome? _end;
    private bool _over;

    public BodyWait(Action cancel, PollingTransport polling, TimeSpan timeout, TimeProvider time)
    {
        _cancel = cancel;
        _polling = polling;
        _timer = time.CreateTimer(
            static self => ((BodyWait)self!).End(BodyOutcome.TooSlow), this, timeout, Timeout.InfiniteTimeSpan);
        // On the pool: a close may come from under a caller's lock, and the reading may go on in place.
        if (!polling.OnClose(() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.End(BodyOutcome.SessionClosed), this, preferLocal: false)))
        {
            End(BodyOutcome.SessionClosed);
        }
    }

    /// <summary>Why the reading was cancelled; null if it was not.</summary>
    public BodyOutcome? Outcome
    {
        get
        {
            lock (_gate)
            {
                return _end;
            }
        }
    }

    /// <summary>Nothing is read any more: from now on the connection, which may be another request's soon, is left alone.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
        }
        _polling.OnClose(null);
        _timer.Dispose();
    }

    private void End(BodyOutcome why)
    {
        lock (_gate)
        {
            if (_over || _end is not null)
            {
                return;
            }
            _end = why;
            _cancel();
        }
    }
}
