using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Parsers;

namespace SocketIO.Sockets;

/// <summary>
/// The handlers that see the events sent to one client. They get what is on the wire: a broadcast was encoded
/// elsewhere, maybe on another worker.
/// </summary>
internal sealed class OutgoingListeners(IPacketParser parser, ILogger logger, string socketId)
{
    private SerialQueue? _queue;

    public HandlerList<Action<OutgoingEvent>> Handlers { get; } = new();

    /// <summary>A handler that takes its time, as one that is called in place: it runs elsewhere, one event after the other.</summary>
    public Action<OutgoingEvent> Elsewhere(Func<OutgoingEvent, ValueTask> handler)
    {
        var queue = LazyInitializer.EnsureInitialized(ref _queue, static () => new SerialQueue());
        return sent => queue.Add(() => handler(sent), exception => Log.HandlerFailed(logger, exception, sent.Event, socketId));
    }

    public void Run(EncodedPacket packet)
    {
        if (Handlers.IsEmpty || Decode(packet) is not { } sent)
        {
            return;
        }
        foreach (var handler in Handlers.Snapshot)
        {
            try
            {
                handler.Run(sent);
            }
            catch (Exception exception)
            {
                Log.HandlerFailed(logger, exception, sent.Event, socketId);
            }
        }
    }

    private OutgoingEvent? Decode(EncodedPacket encoded)
    {
        var decoder = parser.CreateDecoder();
        Packet? packet = null;
        foreach (var message in encoded.Messages)
        {
            packet = decoder.Decode(new EngineMessage(message.Payload, message.IsBinary)).Packet;
        }
        return packet is { Type: PacketType.Event or PacketType.BinaryEvent } ? new OutgoingEvent(packet.EventName, packet.Arguments) : null;
    }
}
