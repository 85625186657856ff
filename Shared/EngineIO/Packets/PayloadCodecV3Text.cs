using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace EngineIO.Packets;

/// <summary>
/// The textual payload of protocol version 3: each packet preceded by its length and a colon. The length counts UTF-16
/// units, as the strings of JavaScript do.
/// </summary>
internal sealed class PayloadCodecV3Text : IPayloadCodec
{
    public static readonly PayloadCodecV3Text Instance = new();

    private const byte Colon = (byte)':';
    private const int MaxDigits = 10;

    private PayloadCodecV3Text()
    {
    }

    public string ContentType => PayloadCodecV4.Instance.ContentType;

    // What is repaired counts as it then reads, one unit for each U+FFFD, as the reference counts it: a browser has replaced
    // its lone surrogates by such characters itself, one for one, so its lengths fit. Where a sender counted otherwise (one
    // unit for the three bytes of a surrogate) they do not, and the payload is malformed, there as here.
    public bool IsWellFormed(ReadOnlySpan<byte> payload) => Utf8.IsValid(payload);

    public bool TryReadNext(ref Memory<byte> payload, out bool isLast, out EnginePacket packet)
    {
        packet = default;
        isLast = true;
        var digits = payload.Span.IndexOf(Colon);
        if (digits is < 1 or > MaxDigits || !Utf8Parser.TryParse(payload.Span[..digits], out int units, out var read) ||
            read != digits || units < 1)
        {
            return false;
        }
        var rest = payload[(digits + 1)..];
        if (!TryMeasure(rest.Span, units, out var bytes))
        {
            return false;
        }
        payload = rest[bytes..];
        isLast = payload.IsEmpty;
        return EnginePacket.TryParseText(rest[..bytes], protocol: 3, out packet);
    }

    public long GetLength(ReadOnlySpan<OutboundMessage> packets)
    {
        var length = 0L;
        foreach (var packet in packets)
        {
            var form = packet.PollingFormV3.Span;
            length += CountDigits(Encoding.UTF8.GetCharCount(form)) + 1 + form.Length;
        }
        return length;
    }

    public void Write(OutboundMessage packet, bool isFirst, IBufferWriter<byte> output)
    {
        var form = packet.PollingFormV3.Span;
        var prefix = output.GetSpan(MaxDigits + 1);
        Utf8Formatter.TryFormat(Encoding.UTF8.GetCharCount(form), prefix, out var digits);
        prefix[digits] = Colon;
        output.Advance(digits + 1);
        output.Write(form);
    }

    /// <summary>How many bytes of valid UTF-8 make so many UTF-16 units; false if it is too short, or splits a character.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> utf8, int units, out int bytes)
    {
        bytes = 0;
        while (units > 0 && bytes < utf8.Length)
        {
            var (length, width) = utf8[bytes] switch
            {
                < 0x80 => (1, 1),
                < 0xE0 => (2, 1),
                < 0xF0 => (3, 1),
                _ => (4, 2),
            };
            bytes += length;
            units -= width;
        }
        return units == 0;
    }

    private static int CountDigits(int value)
    {
        var digits = 1;
        while ((value /= 10) > 0)
        {
            digits++;
        }
        return digits;
    }
}
