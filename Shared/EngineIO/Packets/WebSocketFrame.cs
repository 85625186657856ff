using System.Buffers.Binary;

namespace EngineIO.Packets;

/// <summary>Builds the frames a server sends (RFC 6455, section 5.2): unmasked and never fragmented.</summary>
internal static class WebSocketFrame
{
    /// <summary>The longest header of an unmasked frame.</summary>
    public const int MaxHeader = 10;

    public const byte Text = 0x1;
    public const byte Binary = 0x2;

    /// <summary>The bit of a message compressed by permessage-deflate.</summary>
    public const byte Compressed = 0x40;

    private const byte CloseOpcode = 0x8;
    private const byte Final = 0x80;

    /// <summary>A close frame without a status.</summary>
    public static readonly OutboundMessage Close = OutboundMessage.RawFrame([Final | CloseOpcode, 0]);

    /// <summary>A close frame with status 1009.</summary>
    public static readonly OutboundMessage CloseTooBig = CloseWith(1009);

    /// <summary>Writes a header so that it ends just before <paramref name="body"/>; returns where it starts.</summary>
    public static int WriteHeaderBefore(Span<byte> buffer, int body, byte opcode, int length)
    {
        int start;
        if (length < 126)
        {
            start = body - 2;
            buffer[start + 1] = (byte)length;
        }
        else if (length <= ushort.MaxValue)
        {
            start = body - 4;
            buffer[start + 1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(buffer[(start + 2)..], (ushort)length);
        }
        else
        {
            start = body - 10;
            buffer[start + 1] = 127;
            BinaryPrimitives.WriteUInt64BigEndian(buffer[(start + 2)..], (ulong)length);
        }
        buffer[start] = (byte)(Final | opcode);
        return start;
    }

    /// <summary>A finished frame of a prefix and data.</summary>
    public static byte[] Create(byte opcode, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> data)
    {
        var length = prefix.Length + data.Length;
        var body = length < 126 ? 2 : length <= ushort.MaxValue ? 4 : MaxHeader;
        var frame = new byte[body + length];
        WriteHeaderBefore(frame, body, opcode, length);
        prefix.CopyTo(frame.AsSpan(body));
        data.CopyTo(frame.AsSpan(body + prefix.Length));
        return frame;
    }

    /// <summary>A close frame with a status.</summary>
    public static OutboundMessage CloseWith(int status) =>
        OutboundMessage.RawFrame([Final | CloseOpcode, 2, (byte)(status >> 8), (byte)status]);

    public static bool IsClose(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 0x0F) == CloseOpcode;
}
