using Google.Protobuf;
using SocketIO;
using SocketIO.Parsers;

namespace ClusterAdapter.Adapter;

/// <summary>Puts an encoded packet into an envelope and takes it out; the bytes are wrapped, not copied.</summary>
internal static class PacketCodec
{
    public static Cluster.Protos.Packet ToProto(EncodedPacket packet)
    {
        var messages = packet.Messages;
        var proto = new Cluster.Protos.Packet
        {
            First = UnsafeByteOperations.UnsafeWrap(messages[0].Payload),
            Slot = (int)packet.Slot,
            Uncompressed = !packet.IsCompressible,
        };
        foreach (var attachment in messages[1..])
        {
            proto.Attachments.Add(UnsafeByteOperations.UnsafeWrap(attachment.Payload));
        }
        return proto;
    }

    public static EncodedPacket FromProto(IPacketParser parser, Cluster.Protos.Packet proto) => parser.Rebuild(
        proto.First.Memory,
        [.. proto.Attachments.Select(attachment => attachment.Memory)],
        (PacketSlot)proto.Slot,
        !proto.Uncompressed);

    /// <summary>Reads a packet that another worker has encoded for this one, and not for a client.</summary>
    /// <exception cref="InvalidOperationException">It is no complete packet.</exception>
    public static SocketIO.Parsers.Packet Decode(IPacketParser parser, Cluster.Protos.Packet proto) =>
        ServerEventHub.Decode(parser, FromProto(parser, proto));
}
