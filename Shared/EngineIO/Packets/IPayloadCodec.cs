using System.Buffers;

namespace EngineIO.Packets;

/// <summary>How several packets share the body of one HTTP request or response.</summary>
internal interface IPayloadCodec
{
    /// <summary>The content type of an encoded payload.</summary>
    string ContentType { get; }

    /// <summary>Whether the body may be decoded as it is; else it is to be repaired first (<see cref="Utf8Repair"/>).</summary>
    bool IsWellFormed(ReadOnlySpan<byte> payload);

    /// <summary>Takes the next packet off <paramref name="payload"/>; false if it is malformed. The buffer may be overwritten.</summary>
    bool TryReadNext(ref Memory<byte> payload, out bool isLast, out EnginePacket packet);

    /// <summary>The exact length in bytes of a payload of these packets.</summary>
    long GetLength(ReadOnlySpan<OutboundMessage> packets);

    /// <summary>Appends one packet to a payload.</summary>
    void Write(OutboundMessage packet, bool isFirst, IBufferWriter<byte> output);
}
