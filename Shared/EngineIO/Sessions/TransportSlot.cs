using EngineIO.Transports;

namespace EngineIO.Sessions;

/// <summary>
/// The place of one session's transport: what is sent goes to the transport in place, an upgrade exchanges it without
/// losing or reordering anything, and a close ends it.
/// </summary>
internal sealed class TransportSlot(EngineRuntime runtime)
{
    private readonly Lock _gate = new();
    private readonly DrainSignal _drain = new();
    private volatile ITransport _transport = null!;
    private volatile UpgradeTicket? _upgrade;
    private volatile bool _closed;
    private long _lingerUntil;

    public ITransport Transport => _transport;

    public bool IsClosed => _closed;

    /// <summary>Whether the transport could take a packet at once and is not about to be exchanged.</summary>
    public bool IsWritable => !_closed && _upgrade is null && _transport.IsWritable;

    /// <summary>Puts the first transport in place: the WebSocket, or polling where there is none.</summary>
    public void Begin(WebSocketTransport? webSocket, Action pollingCompleted)
    {
        webSocket?.Writer.SignalTo(_drain);
        _transport = (ITransport?)webSocket ??
            new PollingTransport(runtime.Options.MaxSendQueueBytes, _drain, pollingCompleted);
    }

    public SendResult Send(ReadOnlySpan<OutboundMessage> group)
    {
        while (true)
        {
            var result = _transport.Send(group);
            if (result != SendResult.Detached)
            {
                return result;
            }
            lock (_gate)
            {
                // The upgrade that detached it holds the gate until the next transport is in place.
            }
        }
    }

    public ValueTask WaitForDrainAsync(CancellationToken cancellationToken)
    {
        if (_closed || _transport.IsDrained)
        {
            return ValueTask.CompletedTask;
        }
        var drained = _drain.WaitAsync();
        lock (_gate)
        {
            if (_closed || _transport.IsDrained)
            {
                _drain.Set();
            }
        }
        return new ValueTask(drained.WaitAsync(cancellationToken));
    }

    /// <summary>Ends the transport. True for the call that closed the session; a later one only hurries the transport.</summary>
    public bool Close(CloseMode mode, out EngineTransports kind)
    {
        ITransport transport;
        WebSocketTransport? candidate;
        bool first;
        lock (_gate)
        {
            first = !_closed;
            transport = _transport;
            kind = transport.Kind;
            candidate = _upgrade?.Candidate;
            if (first)
            {
                Linger(kind == EngineTransports.Polling ? runtime.Options.PollingCloseTimeout : EngineSocket.CloseTimeout);
                _closed = true;
            }
        }
        transport.Close(mode);
        if (mode != CloseMode.Flush)
        {
            candidate?.Close(mode);
        }
        _drain.Set();
        return first;
    }

    /// <summary>Cuts a transport that takes too long to close.</summary>
    public void EndLinger(long now)
    {
        if (now >= Volatile.Read(ref _lingerUntil))
        {
            _transport.Close(CloseMode.Abort);
        }
    }

    /// <summary>Reserves the session for one WebSocket to try; false if it is not polling or another one is at it.</summary>
    public bool TryBeginUpgrade(UpgradeTicket ticket)
    {
        lock (_gate)
        {
            if (_closed || _upgrade is not null || _transport.Kind != EngineTransports.Polling)
            {
                return false;
            }
            _upgrade = ticket;
            return true;
        }
    }

    /// <summary>The WebSocket is there; false if the session was closed meanwhile.</summary>
    public bool SetCandidate(UpgradeTicket ticket, WebSocketTransport candidate)
    {
        lock (_gate)
        {
            ticket.Candidate = candidate;
            return !_closed;
        }
    }

    /// <summary>Gives an attempt up; false if it has succeeded already.</summary>
    public bool CancelUpgrade(UpgradeTicket ticket)
    {
        lock (_gate)
        {
            if (_upgrade == ticket)
            {
                _upgrade = null;
            }
            return !ticket.IsCompleted;
        }
    }

    /// <summary>Answers an open poll that has nothing to carry.</summary>
    public void ReleasePoll() => (_transport as PollingTransport)?.ReleasePoll();

    /// <summary>Moves the session to the WebSocket, with what is queued; false if the upgrade was given up meanwhile.</summary>
    public async Task<bool> CompleteUpgradeAsync(UpgradeTicket ticket, WebSocketTransport candidate)
    {
        bool wasClosed;
        while (true)
        {
            Task retry;
            lock (_gate)
            {
                if (_upgrade != ticket || _transport is not PollingTransport polling)
                {
                    return false;
                }
                if (polling.TryDetach(out var leftOver, out retry))
                {
                    candidate.Writer.SignalTo(_drain);
                    candidate.Writer.Adopt(leftOver.Messages);
                    leftOver.Return();
                    _transport = candidate;
                    _upgrade = null;
                    ticket.IsCompleted = true;
                    wasClosed = _closed;
                    break;
                }
                if (retry.IsCompleted)
                {
                    return false;
                }
            }
            await retry;
        }
        candidate.Writer.Start();
        if (wasClosed)
        {
            // Closed while it had no poll open: the close goes on here.
            Linger(EngineSocket.CloseTimeout);
            candidate.Close(CloseMode.Flush);
        }
        else
        {
            runtime.Metrics.Upgraded();
        }
        return true;
    }

    private void Linger(TimeSpan time) => Volatile.Write(ref _lingerUntil, runtime.Clock.Now + time.Ticks);
}
