using EngineIO;
using SocketIO.Arguments;
using SocketIO.Events;
using SocketIO.Packets;

namespace SocketIO.Sockets;

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
        _acks = new AckRegistry(server.Time);
        Listeners = new OutgoingListeners(server.Parser, server.SocketLogger, socket.Id);
    }

    public OutgoingListeners Listeners { get; }

    public void Emit(string eventName, object?[] arguments, EmitOptions options = default) =>
        Send(Encode(eventName, arguments, null, options), options.Volatile);

    public Task<EventArguments> EmitWithAckAsync(string eventName, object?[] arguments, EmitOptions options = default)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var id = _acks.NextId();
        // Encoded first: arguments that cannot be must not leave an acknowledgement behind that never comes.
        var packet = Encode(eventName, arguments, id, options);
        var answer = _acks.Register(id, options.Timeout, CancellationToken.None);
        Send(packet, options.Volatile);
        return answer;
    }

    /// <summary>Sends an event; its outgoing handlers see it first.</summary>
    public void Send(EncodedPacket packet, bool isVolatile)
    {
        if (_socket.Connected && (!isVolatile || _engine.IsWritable))
        {
            Listeners.Run(packet);
            Write(packet);
        }
    }

    public void SendAck(long id, object?[] arguments) =>
        Write(_parser.Encode(new OutgoingPacket(PacketType.Ack, _socket.Namespace.Name, null, arguments, id)));

    /// <summary>Sends a packet that is no event, or that the outgoing handlers have seen already.</summary>
    public void Write(EncodedPacket packet)
    {
        if (!_socket.Connected)
        {
            return;
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
    }

    /// <summary>Takes the client's answer, to an emit of this socket or to a broadcast.</summary>
    public void OnAck(long id, EventArguments arguments)
    {
        if (!_socket.Namespace.PendingBroadcasts.TryComplete(_socket, id, arguments))
        {
            _acks.Complete(id, arguments);
        }
    }

    /// <summary>Fails what is still waited for: the client answers no more.</summary>
    public void Close() => _acks.Close();

    private EncodedPacket Encode(string eventName, object?[] arguments, long? ackId, EmitOptions options)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(arguments);
        return _parser.Encode(new OutgoingPacket(
            PacketType.Event, _socket.Namespace.Name, eventName, arguments, ackId, Compress: !options.Uncompressed));
    }
}
