using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Packets;

namespace SocketIO.Events;

/// <summary>
/// The handlers that see the events sent to one client. They get what is on the wire: a broadcast was encoded
/// elsewhere, maybe on another worker.
/// </summary>
internal sealed class OutgoingListeners(IPacketParser parser, ILogger logger, string socketId)
{
    public HandlerList<Action<OutgoingEvent>> Handlers { get; } = new();

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
