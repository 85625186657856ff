using EngineIO.Diagnostics;
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

    private readonly EngineRuntime _runtime;
    private readonly HeartbeatClock _heartbeat;
    private readonly SessionLifetime _lifetime;
    private readonly TransportSlot _slot;
    private EngineSocketEvents? _events;

    internal EngineSocket(
        string id, int protocol, EngineHandshake handshake, EngineRuntime runtime, HeartbeatClock heartbeat, WebSocketTransport? webSocket)
    {
        Id = id;
        Protocol = protocol;
        // Clients of version 4 have no JSONP, and scripts are not bound by CORS: it is not offered without need.
        Jsonp = protocol == 3 && handshake.Jsonp is { } j ? JsonpForm.IndexOf(j) : null;
        Payloads = PayloadFormat.Of(protocol, handshake.TakesOnlyText || Jsonp is not null);
        Handshake = handshake;
        _runtime = runtime;
        _heartbeat = heartbeat;
        _lifetime = new SessionLifetime(this, runtime);
        _slot = new TransportSlot(runtime);
        _slot.Begin(webSocket, Forget);
    }

    /// <summary>The session's id: 20 characters, unguessable, unless <see cref="EngineIOOptions.GenerateId"/> made it.</summary>
    public string Id { get; }

    /// <summary>The version of the Engine.IO protocol that the client speaks: 4, or 3 (<see cref="EngineIOOptions.AllowEIO3"/>).</summary>
    public int Protocol { get; }

    /// <summary>The request that opened the session.</summary>
    public EngineHandshake Handshake { get; }

    /// <summary>The current transport: "polling" or "websocket".</summary>
    public string TransportName => _slot.Transport.Kind.ToWireName();

    /// <summary>Whether the session is open. What is sent to one that is not is ignored.</summary>
    public bool IsOpen => !_slot.IsClosed;

    /// <summary>Whether a packet would leave right now: nothing is queued before it and no upgrade is under way.</summary>
    public bool IsWritable => _slot.IsWritable;

    /// <summary>The bytes that are queued for this client or being written.</summary>
    public long QueuedBytes => _slot.Transport.QueuedBytes;

    /// <summary>The single packets, and the upgrade.</summary>
    public EngineSocketEvents Events => Volatile.Read(ref _events) ?? MakeEvents();

    internal TransportSlot Slot => _slot;

    internal PayloadFormat Payloads { get; }

    /// <summary>Which function of the page gets the answers if the client polls by JSONP, else null.</summary>
    internal string? Jsonp { get; }

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
    public ValueTask WaitForDrainAsync(CancellationToken cancellationToken) => _slot.WaitForDrainAsync(cancellationToken);

    /// <summary>
    /// Closes the session. It counts as closed at once; what is queued is still sent, within a bounded time, and then the
    /// client is told: a WebSocket by a close frame, a polling client by a close packet on its open or next poll.
    /// </summary>
    /// <param name="reason">The reason that <see cref="IEngineSocketHandler.OnClosed"/> is given.</param>
    public void Close(CloseReason reason = CloseReason.ForcedServerClose) => Close(reason, CloseMode.Flush);

    /// <summary>Closes the session; on one already closed only hurries the transport.</summary>
    internal void Close(CloseReason reason, CloseMode mode)
    {
        if (_slot.Close(mode, out var transport))
        {
            _lifetime.OnClosed(transport, reason);
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
        _events?.RaiseReceived(packet);
        switch (packet.Type)
        {
            case PacketType.Message:
                _heartbeat.OnPacket(_runtime.Clock.Now);
                _runtime.Metrics.Received();
                return DispatchAsync(new EngineMessage(packet.Data, packet.IsBinary));
            case PacketType.Ping when Protocol == 3:
                _heartbeat.OnPacket(_runtime.Clock.Now);
                Write([packet.Data.IsEmpty ? ControlPackets.Pong : OutboundMessage.Packet(PacketType.Pong, packet.Data.Span)]);
                break;
            case PacketType.Pong when Protocol == 4:
                _heartbeat.OnPong(_runtime.Clock.Now);
                break;
            case PacketType.Close:
                return CloseByPeerAsync();
            case PacketType.Ping or PacketType.Pong:
                Log.ClientFault(_runtime.Logger, Id, "a heartbeat in the wrong direction");
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
        if (_slot.IsClosed)
        {
            _slot.EndLinger(now);
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

    /// <summary>The session has moved to its WebSocket.</summary>
    internal void OnUpgraded()
    {
        Log.SessionUpgraded(_runtime.Logger, Id);
        _events?.RaiseUpgraded();
    }

    /// <summary>Too much is queued for its client.</summary>
    internal void CloseSlow(long queuedBytes)
    {
        _lifetime.OnSlowClient(queuedBytes);
        Close(CloseReason.TransportError, CloseMode.Abort);
    }

    /// <summary>The transport has ended.</summary>
    internal void Forget() => _runtime.Sessions.Remove(this);

    // Made when first asked for: most sessions have no listener.
    private EngineSocketEvents MakeEvents()
    {
        var made = new EngineSocketEvents(_runtime.Logger);
        return Interlocked.CompareExchange(ref _events, made, null) ?? made;
    }

    private bool Write(ReadOnlySpan<OutboundMessage> group)
    {
        if (_events is { } events && IsOpen)
        {
            events.RaiseSending(group);
        }
        var result = _slot.Send(group);
        if (result == SendResult.Overflow)
        {
            CloseSlow(QueuedBytes);
        }
        return result == SendResult.Accepted;
    }

    // The poll that the client had open when it closed may still be on its way, by another connection; it is to be
    // answered, not refused.
    private async ValueTask CloseByPeerAsync()
    {
        if (_slot.Transport is PollingTransport polling)
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
