using System.Buffers;
using System.Text.Unicode;

namespace EngineIO.Packets;

/// <summary>
/// The binary payload of protocol version 3: each packet preceded by 0 (text) or 1 (binary), the decimal digits of its
/// length in bytes, one byte each, and 0xFF.
/// </summary>
internal sealed class PayloadCodecV3Binary : IPayloadCodec
{
    public static readonly PayloadCodecV3Binary Instance = new();

    private const byte Text = 0;
    private const byte Binary = 1;
    private const byte End = 0xFF;
    private const byte BinaryMessage = EnginePacket.BinaryMessageV3;
    private const int MaxDigits = 10;

    private PayloadCodecV3Binary()
    {
    }

    public string ContentType => "application/octet-stream";

    // Text that is no UTF-8 is not repaired here: the reference's decoder of this form refuses it, too.
    public bool IsWellFormed(ReadOnlySpan<byte> payload) => true;

    public bool TryReadNext(ref Memory<byte> payload, out bool isLast, out EnginePacket packet)
    {
        packet = default;
        isLast = true;
        var end = payload.Span.IndexOf(End);
        if (end is < 2 or > MaxDigits + 1 || payload.Span[0] > Binary)
        {
            return false;
        }
        var length = 0L;
        foreach (var digit in payload.Span[1..end])
        {
            if (digit > 9)
            {
                return false;
            }
            length = (length * 10) + digit;
        }
        var isText = payload.Span[0] == Text;
        var rest = payload[(end + 1)..];
        if (length > rest.Length)
        {
            return false;
        }
        var data = rest[..(int)length];
        payload = rest[(int)length..];
        isLast = payload.IsEmpty;
        return isText ? Utf8.IsValid(data.Span) && EnginePacket.TryParseText(data, protocol: 3, out packet)
            : EnginePacket.TryParseBinary(data, protocol: 3, out packet);
    }

    public long GetLength(ReadOnlySpan<OutboundMessage> packets)
    {
        var length = 0L;
        Span<byte> prefix = stackalloc byte[MaxDigits + 2];
        foreach (var packet in packets)
        {
            var size = SizeOf(packet);
            length += WritePrefix(prefix, packet.IsBinary, size) + size;
        }
        return length;
    }

    public void Write(OutboundMessage packet, bool isFirst, IBufferWriter<byte> output)
    {
        var prefix = output.GetSpan(MaxDigits + 3);
        var used = WritePrefix(prefix, packet.IsBinary, SizeOf(packet));
        if (packet.IsBinary)
        {
            prefix[used++] = BinaryMessage;
        }
        output.Advance(used);
        output.Write(packet.IsBinary ? packet.Payload.Span : packet.PollingForm.Span);
    }

    private static int SizeOf(OutboundMessage packet) =>
        packet.IsBinary ? packet.Payload.Length + 1 : packet.PollingForm.Length;

    private static int WritePrefix(Span<byte> prefix, bool isBinary, int size)
    {
        prefix[0] = isBinary ? Binary : Text;
        var count = 1;
        for (var rest = size / 10; rest > 0; rest /= 10)
        {
            count++;
        }
        for (var i = count; i > 0; i--)
        {
            prefix[i] = (byte)(size % 10);
            size /= 10;
        }
        prefix[count + 1] = End;
        return count + 2;
    }
}
