using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Packets;

/// <summary>What is said behind the content of an event that came from the log.</summary>
internal static class DurableSlots
{
    /// <summary>Fills those that the packet has: the id, the description, and the offset.</summary>
    public static EncodedPacket Fill(IPacketParser parser, EncodedPacket packet, long id, in DurableStamp stamp, SessionOffset? offset) => parser.Fill(
        packet, id, offset?.ToString(), packet.Slot.HasFlag(PacketSlot.Description) ? EventDescription.Of(stamp).Span : default);
}
