using EngineIO;

namespace SocketIO.Parsers;

/// <summary>A Socket.IO parser: how packets look on the wire. One instance serves a whole server.</summary>
public interface IPacketParser
{
    /// <summary>Encodes an event or an acknowledgement.</summary>
    EncodedPacket Encode(in OutgoingPacket packet);

    /// <summary>Encodes a packet of the protocol itself (CONNECT, CONNECT_ERROR, DISCONNECT).</summary>
    /// <param name="type">The packet's type.</param>
    /// <param name="namespace">The namespace, with its leading slash.</param>
    /// <param name="json">The payload as JSON, or empty.</param>
    EncodedPacket EncodeControl(PacketType type, string @namespace, ReadOnlySpan<byte> json);

    /// <summary>Fills the slots of a packet once it is known what belongs into them.</summary>
    /// <param name="template">The packet; without a slot it stays as it is.</param>
    /// <param name="id">The durable id or the acknowledgement id, if it has a slot for one.</param>
    /// <param name="offset">The offset, if it has a slot for one.</param>
    /// <param name="description">The description of a durable event as JSON, if it has a slot for one.</param>
    EncodedPacket Fill(EncodedPacket template, long id, string? offset = null, ReadOnlySpan<byte> description = default);

    /// <summary>Makes a packet of the bytes that another worker, or an earlier life of this one, encoded.</summary>
    EncodedPacket Rebuild(
        ReadOnlyMemory<byte> first, IReadOnlyList<ReadOnlyMemory<byte>> attachments, PacketSlot slot, bool isCompressible = true);

    /// <summary>A decoder for one connection: it keeps a half-received binary packet.</summary>
    IPacketDecoder CreateDecoder();
}

/// <summary>Turns the messages of one connection into packets.</summary>
public interface IPacketDecoder
{
    /// <summary>Takes the next message.</summary>
    DecodeResult Decode(in EngineMessage message);

    /// <summary>
    /// Whether a packet has begun whose rest is still to come; the time for it is bounded
    /// (<see cref="SocketIOLimits.AttachmentTimeout"/>). False for a parser whose packets are one message each.
    /// </summary>
    bool IsWaiting => false;
}

/// <summary>The outcome of decoding one message.</summary>
/// <param name="Packet">The packet, if the message completed one.</param>
/// <param name="Error">Why the message cannot be decoded; the connection is then closed.</param>
public readonly record struct DecodeResult(Packet? Packet, string? Error)
{
    /// <summary>There is no packet: it needs more attachments, or says nothing.</summary>
    public static DecodeResult Incomplete => default;

    /// <summary>A complete packet.</summary>
    public static DecodeResult Complete(Packet packet) => new(packet, null);

    /// <summary>A message that breaks the protocol.</summary>
    public static DecodeResult Invalid(string error) => new(null, error);
}
