using System.Buffers;
using System.Buffers.Text;

namespace EngineIO.Packets;

/// <summary>One decoded packet; its data is a slice of the buffer it was read from.</summary>
internal readonly record struct EnginePacket(PacketType Type, ReadOnlyMemory<byte> Data, bool IsBinary)
{
    /// <summary>Decodes a packet in its textual form; base64 is decoded in place, so the buffer is overwritten.</summary>
    public static bool TryParseText(Memory<byte> text, out EnginePacket packet)
    {
        packet = default;
        if (text.IsEmpty)
        {
            return false;
        }
        var first = text.Span[0];
        if (first == (byte)'b')
        {
            var encoded = text[1..];
            if (Base64.DecodeFromUtf8InPlace(encoded.Span, out var length) != OperationStatus.Done)
            {
                return false;
            }
            packet = new EnginePacket(PacketType.Message, encoded[..length], IsBinary: true);
            return true;
        }
        if (first is < (byte)PacketType.Open or > (byte)PacketType.Noop)
        {
            return false;
        }
        packet = new EnginePacket((PacketType)first, text[1..], IsBinary: false);
        return true;
    }
}
