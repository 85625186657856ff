using EngineIO;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Sockets;

namespace SocketIO.Core;

/// <summary>What one socket sends to its client, and the acknowledgements that it waits for.</summary>
internal sealed class SocketOutbox
{
    private readonly Socket _socket;
    private readonly EngineSocket _engine;
    private readonly IPacketParser _parser;
    private readonly AckRegistry _acks;

    public SocketOutbox(Socket socket, EngineSocket engine)
    {
        var server = socket.Namespace.Server;
        _socket = socket;
        _engine = engine;
        _parser = server.Parser;
        _acks = new AckRegistry(server.Time, socket.Gate.FirstAckId);
        Listeners = new OutgoingListeners(server.Parser, server.Logs.Handlers, socket.Id);
    }

    public OutgoingListeners Listeners { get; }

    private INamespaceOrder Order => _socket.Namespace.Order;

    public void Emit(string eventName, ArgumentList arguments, EmitOptions options = default)
    {
        arguments.Cancellation.ThrowIfCancellationRequested();
        var kind = options.Volatile ? EventKind.Transient : EventKind.Sequenced;
        var packet = Encode(eventName, arguments, null, kind, options);
        if (options.Volatile || !_socket.IsEarly || !TryEmitLater(packet))
        {
            _socket.Namespace.Adapter.Emit(_socket, packet, options.Volatile);
        }
    }

    public Task EmitAsync(string eventName, ArgumentList arguments, EmitOptions options = default)
    {
        if (arguments.Cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled(arguments.Cancellation);
        }
        if (options.Volatile)
        {
            Emit(eventName, arguments, options);
            return Task.CompletedTask;
        }
        var packet = Encode(eventName, arguments, null, EventKind.Sequenced, options);
        // A middleware that waited for what comes behind it would wait for ever.
        return _socket.IsEarly && TryEmitLater(packet)
            ? Task.CompletedTask
            : _socket.Namespace.Adapter.EmitAsync(_socket, packet, arguments.Cancellation);
    }

    public Task<EventArguments> EmitWithAckAsync(string eventName, ArgumentList arguments, EmitOptions options = default)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        if (arguments.Cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<EventArguments>(arguments.Cancellation);
        }
        var id = _acks.NextId();
        // Encoded first: arguments that cannot be must not leave an acknowledgement behind that never comes.
        var template = Order.ResendsUnacknowledged ? Encode(eventName, arguments, null, EventKind.Acknowledged, options) : null;
        var packet = template is null ? Encode(eventName, arguments, id, EventKind.Acknowledged, options) : _parser.Fill(template, id);
        var answer = _acks.Register(id, options.Timeout, template, arguments.Cancellation);
        if (options.Volatile || !_socket.IsEarly || !TryAskLater(id, packet, options))
        {
            Ask(id, packet, options);
        }
        else if (options.Timeout is null)
        {
            _ = EndEarlyAsync(id);
        }
        return answer;
    }

    /// <summary>
    /// Sends an event that is not sequenced; its outgoing handlers see it first. While the socket is held back, a volatile
    /// one is dropped, and others wait behind what is missed.
    /// </summary>
    public void Send(EncodedPacket packet, bool isVolatile)
    {
        // Most are live: a broadcast then makes no closure, and takes no lock, for each of its receivers.
        if (_socket.Gate.IsLive)
        {
            SendNow(packet, isVolatile);
        }
        else if (!isVolatile)
        {
            Defer(packet);
        }
    }

    // Apart: the closure would be made at the beginning of the method that has it.
    private void Defer(EncodedPacket packet) => _socket.Gate.Run(() => SendNow(packet, isVolatile: false));

    /// <summary>Shows an event that <see cref="Write"/> sends later to the outgoing handlers.</summary>
    public void Announce(EncodedPacket packet)
    {
        if (_socket.Connected)
        {
            Listeners.Run(packet);
        }
    }

    /// <summary>Sends a sequenced event at its turn.</summary>
    public void Deliver(EncodedPacket packet) => SendNow(packet, isVolatile: false);

    /// <summary>Acknowledges an event, behind what its handler has submitted.</summary>
    public void SendAck(long id, object?[] arguments, long submission)
    {
        var packet = _parser.Encode(new OutgoingPacket(PacketType.Ack, _socket.Namespace.Name, null, arguments, id));
        Order.Acknowledge(_socket, packet, submission);
    }

    /// <summary>Sends a packet that is no event, or that the outgoing handlers have seen already.</summary>
    /// <returns>Whether the socket is connected.</returns>
    public bool Write(EncodedPacket packet)
    {
        if (!_socket.Connected)
        {
            return false;
        }
        var messages = packet.Messages;
        if (messages.Length == 1)
        {
            _engine.Send(messages[0]);
        }
        else
        {
            _engine.Send(messages);
        }
        return true;
    }

    /// <summary>Takes the client's answer, to an emit of this socket or to a broadcast.</summary>
    public void OnAck(long id, EventArguments arguments)
    {
        if (!_socket.Namespace.PendingBroadcasts.TryComplete(_socket, id, arguments))
        {
            _acks.Complete(id, arguments);
        }
    }

    /// <summary>
    /// The client answers no more. What is still waited for fails, or is kept for the client's return.
    /// </summary>
    public void Close(bool mayReturn)
    {
        if (mayReturn && Order.ResendsUnacknowledged)
        {
            Order.Keep(_socket, _acks.TakeAll());
        }
        _acks.Close();
    }

    private void Ask(long id, EncodedPacket packet, EmitOptions options)
    {
        try
        {
            // Without recovery nothing is under way that could be overtaken.
            Order.Behind(() => Send(packet, options.Volatile), packet.Size);
        }
        catch (SequencerFullException exception)
        {
            _acks.Fail(id, exception);
        }
    }

    // What a middleware sends follows the answer to CONNECT. Asked for IsEarly first: all others capture nothing.
    private bool TryEmitLater(EncodedPacket packet) => _socket.TryDefer(() => Order.EmitAtConnection(_socket, packet));

    private bool TryAskLater(long id, EncodedPacket packet, EmitOptions options) => _socket.TryDefer(() =>
    {
        // Nobody may wait for it any more, and then the client is better not asked.
        if (_acks.IsPending(id))
        {
            Ask(id, packet, options);
        }
    });

    /// <summary>A middleware that awaits the answer waits for itself, since the client is asked once it is in. Without a time-out of
    /// its own it ends when the middlewares have had their time.</summary>
    private async Task EndEarlyAsync(long id)
    {
        var server = _socket.Namespace.Server;
        await Task.Delay(server.Options.ConnectTimeout, server.Time, _socket.ConnectionAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_socket.IsEarly)
        {
            _acks.Fail(id, new AckTimeoutException("a client answers only once it is in: its middleware cannot wait for that"));
        }
    }

    private void SendNow(EncodedPacket packet, bool isVolatile)
    {
        if (_socket.Connected && (!isVolatile || _engine.IsWritable))
        {
            Listeners.Run(packet);
            Write(packet);
        }
    }

    private EncodedPacket Encode(string eventName, ArgumentList arguments, long? ackId, EventKind kind, EmitOptions options) =>
        _socket.Namespace.Encode(eventName, arguments, kind, !options.Uncompressed, ackId);
}
