using System.Buffers;
using System.Text.Unicode;

namespace EngineIO.Packets;

/// <summary>The payload of protocol version 4: packets in textual form, separated by 0x1E.</summary>
internal sealed class PayloadCodecV4 : IPayloadCodec
{
    public const byte Separator = 0x1E;

    public static readonly PayloadCodecV4 Instance = new();

    private PayloadCodecV4()
    {
    }

    public string ContentType => "text/plain; charset=UTF-8";

    public bool IsWellFormed(ReadOnlySpan<byte> payload) => Utf8.IsValid(payload);

    public bool TryReadNext(ref Memory<byte> payload, out bool isLast, out EnginePacket packet)
    {
        var end = payload.Span.IndexOf(Separator);
        isLast = end < 0;
        var text = isLast ? payload : payload[..end];
        payload = isLast ? Memory<byte>.Empty : payload[(end + 1)..];
        return EnginePacket.TryParseText(text, protocol: 4, out packet);
    }

    public long GetLength(ReadOnlySpan<OutboundMessage> packets)
    {
        long length = Math.Max(0, packets.Length - 1);
        foreach (var packet in packets)
        {
            length += packet.PollingForm.Length;
        }
        return length;
    }

    public void Write(OutboundMessage packet, bool isFirst, IBufferWriter<byte> output)
    {
        if (!isFirst)
        {
            output.Write([Separator]);
        }
        output.Write(packet.PollingForm.Span);
    }
}
