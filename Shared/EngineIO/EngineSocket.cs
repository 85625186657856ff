using EngineIO.Packets;
using EngineIO.Sessions;
using EngineIO.Transports;

namespace EngineIO;

/// <summary>One Engine.IO session. All members may be called from any thread.</summary>
public sealed class EngineSocket
{
    /// <summary>How long a WebSocket may take to flush and to answer the close frame before it is cut.</summary>
    internal static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LatePollGrace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly EngineRuntime _runtime;
    private readonly HeartbeatClock _heartbeat;
    private readonly SessionLifetime _lifetime;
    private readonly DrainSignal _drain = new();
    private volatile ITransport _transport;
    private volatile UpgradeTicket? _upgrade;
    private volatile bool _closed;
    private long _lingerUntil;

    internal EngineSocket(string id, EngineHandshake handshake, EngineRuntime runtime, HeartbeatClock heartbeat, WebSocketTransport? webSocket)
    {
        Id = id;
        Handshake = handshake;
        _runtime = runtime;
        _heartbeat = heartbeat;
        _lifetime = new SessionLifetime(this, runtime);
        webSocket?.Writer.SignalTo(_drain);
        _transport = (ITransport?)webSocket ??
            new PollingTransport(runtime.Options.MaxSendQueueBytes, _drain, () => _runtime.Sessions.Remove(this));
    }

    /// <summary>The session's id: 20 characters, unguessable.</summary>
    public string Id { get; }

    /// <summary>The request that opened the session.</summary>
    public EngineHandshake Handshake { get; }

    /// <summary>The current transport: "polling" or "websocket".</summary>
    public string TransportName => _transport.Kind.ToWireName();

    /// <summary>Whether the session is open. What is sent to one that is not is ignored.</summary>
    public bool IsOpen => !_closed;

    /// <summary>Whether a packet would leave right now: nothing is queued before it and no upgrade is under way.</summary>
    public bool IsWritable => !_closed && _upgrade is null && _transport.IsWritable;

    /// <summary>The bytes that are queued for this client or being written.</summary>
    public long QueuedBytes => _transport.QueuedBytes;

    internal ITransport Transport => _transport;

    /// <summary>
    /// Sends a message. Never blocks and never throws; a closed session ignores it. A client for which too much is queued
    /// (<see cref="EngineIOOptions.MaxSendQueueBytes"/>) is disconnected with <see cref="CloseReason.TransportError"/>.
    /// </summary>
    /// <param name="message">The message, which may be shared between any number of sessions.</param>
    public void Send(OutboundMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Send(new ReadOnlySpan<OutboundMessage>(in message));
    }

    /// <summary>Sends several messages with nothing between them; else as <see cref="Send(OutboundMessage)"/>.</summary>
    /// <param name="group">The messages in order.</param>
    public void Send(ReadOnlySpan<OutboundMessage> group)
    {
        if (Write(group))
        {
            _runtime.Metrics.Sent(group.Length);
        }
    }

    /// <summary>
    /// Completes when nothing is queued for this client any more, and when the session is closed. It says nothing about
    /// what the client has received.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
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

    /// <summary>
    /// Closes the session. It counts as closed at once; what is queued is still sent, within a bounded time, and then the
    /// client is told: a WebSocket by a close frame, a polling client by a close packet on its open or next poll.
    /// </summary>
    /// <param name="reason">The reason that <see cref="IEngineSocketHandler.OnClosed"/> is given.</param>
    public void Close(CloseReason reason = CloseReason.ForcedServerClose) => Close(reason, CloseMode.Flush);

    /// <summary>Closes the session; on one already closed only hurries the transport.</summary>
    internal void Close(CloseReason reason, CloseMode mode)
    {
        ITransport transport;
        WebSocketTransport? candidate;
        bool first;
        lock (_gate)
        {
            first = !_closed;
            transport = _transport;
            candidate = _upgrade?.Candidate;
            if (first)
            {
                var linger = transport.Kind == EngineTransports.Polling ? _runtime.Options.PollingCloseTimeout : CloseTimeout;
                Volatile.Write(ref _lingerUntil, _runtime.Clock.Now + linger.Ticks);
                _closed = true;
            }
        }
        transport.Close(mode);
        if (mode != CloseMode.Flush)
        {
            candidate?.Close(mode);
        }
        if (first)
        {
            _drain.Set();
            _lifetime.OnClosed(transport.Kind, reason);
        }
    }

    /// <summary>Sends the open packet and introduces the session to the layer above; false if that failed.</summary>
    internal bool Open(OutboundMessage? openPacket)
    {
        if (openPacket is not null)
        {
            Write([openPacket]);
        }
        return _lifetime.Open();
    }

    /// <summary>Handles a packet. The task is pending as long as the handler is.</summary>
    internal ValueTask ReceiveAsync(EnginePacket packet)
    {
        switch (packet.Type)
        {
            case PacketType.Message:
                _heartbeat.OnPacket(_runtime.Clock.Now);
                _runtime.Metrics.Received();
                return DispatchAsync(new EngineMessage(packet.Data, packet.IsBinary));
            case PacketType.Pong:
                _heartbeat.OnPong(_runtime.Clock.Now);
                break;
            case PacketType.Close:
                return CloseByPeerAsync();
            case PacketType.Ping:
                Log.ClientFault(_runtime.Logger, Id, "a ping from the client");
                Close(CloseReason.TransportError, CloseMode.Discard);
                break;
            default:
                _heartbeat.OnPacket(_runtime.Clock.Now);
                break;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Looks whether something is due. <paramref name="pause"/>: for how long the process stood still before.</summary>
    internal void Tick(long now, long pause)
    {
        if (_closed)
        {
            if (now >= Volatile.Read(ref _lingerUntil))
            {
                _transport.Close(CloseMode.Abort);
            }
            return;
        }
        if (pause > 0)
        {
            _heartbeat.Forgive(pause);
        }
        switch (_heartbeat.Tick(now))
        {
            case HeartbeatAction.SendPing:
                Write([ControlPackets.Ping]);
                break;
            case HeartbeatAction.Expire:
                Close(CloseReason.PingTimeout, CloseMode.Discard);
                break;
            default:
                break;
        }
    }

    /// <summary>Reserves the session for one WebSocket to try; false if it is not polling or another one is at it.</summary>
    internal bool TryBeginUpgrade(UpgradeTicket ticket)
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
    internal bool SetCandidate(UpgradeTicket ticket, WebSocketTransport candidate)
    {
        lock (_gate)
        {
            ticket.Candidate = candidate;
            return !_closed;
        }
    }

    internal void CancelUpgrade(UpgradeTicket ticket)
    {
        lock (_gate)
        {
            if (_upgrade == ticket)
            {
                _upgrade = null;
            }
        }
    }

    internal void ReleasePoll() => (_transport as PollingTransport)?.ReleasePoll();

    /// <summary>Moves the session to the WebSocket, with what is queued; false if the upgrade was given up meanwhile.</summary>
    internal async Task<bool> CompleteUpgradeAsync(UpgradeTicket ticket, WebSocketTransport candidate)
    {
        while (true)
        {
            Task retry;
            lock (_gate)
            {
                if (_upgrade != ticket || _transport is not PollingTransport polling)
                {
                    return false;
                }
                if (polling.TryDetach(out var leftOver, out var wasClosing, out retry))
                {
                    candidate.Writer.SignalTo(_drain);
                    candidate.Writer.Adopt(leftOver.Messages);
                    leftOver.Return();
                    _transport = candidate;
                    _upgrade = null;
                    return FinishUpgrade(candidate, wasClosing);
                }
                if (retry.IsCompleted)
                {
                    return false;
                }
            }
            await retry;
        }
    }

    /// <summary>The transport's connection has ended.</summary>
    internal void Forget() => _runtime.Sessions.Remove(this);

    private bool FinishUpgrade(WebSocketTransport candidate, bool wasClosing)
    {
        candidate.Writer.Start();
        if (wasClosing)
        {
            Volatile.Write(ref _lingerUntil, _runtime.Clock.Now + CloseTimeout.Ticks);
            candidate.Close(CloseMode.Flush);
        }
        else
        {
            _runtime.Metrics.Upgraded();
            Log.SessionUpgraded(_runtime.Logger, Id);
        }
        return true;
    }

    private bool Write(ReadOnlySpan<OutboundMessage> group)
    {
        while (true)
        {
            var transport = _transport;
            switch (transport.Send(group))
            {
                case SendResult.Accepted:
                    return true;
                case SendResult.Overflow:
                    _lifetime.OnSlowClient(transport.QueuedBytes);
                    Close(CloseReason.TransportError, CloseMode.Abort);
                    return false;
                case SendResult.Detached:
                    lock (_gate)
                    {
                        // The upgrade that detached it holds the gate until the next transport is in place.
                    }
                    break;
                default:
                    return false;
            }
        }
    }

    // The poll that the client had open when it closed may still be on its way, by another connection; it is to be
    // answered, not refused.
    private async ValueTask CloseByPeerAsync()
    {
        if (_transport is PollingTransport polling)
        {
            await Task.WhenAny(polling.WhenPolledAsync(), Task.Delay(LatePollGrace, _runtime.Clock.Time));
        }
        Close(CloseReason.TransportClose, CloseMode.ByPeer);
    }

    private ValueTask DispatchAsync(EngineMessage message)
    {
        ValueTask handled;
        try
        {
            handled = _lifetime.Handler.OnMessageAsync(message);
            if (handled.IsCompletedSuccessfully)
            {
                return handled;
            }
        }
        catch (Exception exception)
        {
            handled = ValueTask.FromException(exception);
        }
        return FinishDispatchAsync(handled);
    }

    private async ValueTask FinishDispatchAsync(ValueTask handled)
    {
        _heartbeat.Suspend();
        try
        {
            await handled;
        }
        catch (Exception exception)
        {
            Log.MessageHandlerFailed(_runtime.Logger, exception, Id);
            Close(CloseReason.ForcedServerClose);
        }
        finally
        {
            _heartbeat.Resume(_runtime.Clock.Now);
        }
    }
}
