namespace EngineIO.Packets;

/// <summary>One decoded packet; its data is a slice of the buffer it was read from.</summary>
internal readonly record struct EnginePacket(PacketType Type, ReadOnlyMemory<byte> Data, bool IsBinary)
{
    /// <summary>What stands before the data of a binary message in protocol version 3.</summary>
    public const byte BinaryMessageV3 = 4;

    /// <summary>Decodes a packet in its textual form; base64 is decoded in place, so the buffer is overwritten.</summary>
    public static bool TryParseText(Memory<byte> text, int protocol, out EnginePacket packet)
    {
        packet = default;
        if (text.IsEmpty)
        {
            return false;
        }
        var first = text.Span[0];
        if (first == (byte)'b')
        {
            if (protocol == 3 && (text.Length < 2 || text.Span[1] != (byte)PacketType.Message))
            {
                return false;
            }
            var encoded = text[(protocol == 3 ? 2 : 1)..];
            if (!Base64Text.TryDecodeInPlace(encoded.Span, out var length))
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

    /// <summary>Decodes a packet that came as binary.</summary>
    public static bool TryParseBinary(Memory<byte> data, int protocol, out EnginePacket packet)
    {
        if (protocol == 4)
        {
            packet = new EnginePacket(PacketType.Message, data, IsBinary: true);
            return true;
        }
        packet = default;
        if (data.IsEmpty || data.Span[0] != BinaryMessageV3)
        {
            return false;
        }
        packet = new EnginePacket(PacketType.Message, data[1..], IsBinary: true);
        return true;
    }
}
