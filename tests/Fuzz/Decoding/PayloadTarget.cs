using System.Buffers;
using System.Text.Unicode;
using EngineIO;
using EngineIO.Packets;
using Fuzz.Inputs;

namespace Fuzz.Decoding;

/// <summary>A codec of Engine.IO's polling payloads.</summary>
internal sealed class PayloadTarget(string name, IPayloadCodec codec, Func<Dice, byte[]> next) : IDecodingTarget
{
    public string Name => name;

    public bool Run(Dice dice)
    {
        var body = next(dice);
        if (!codec.IsWellFormed(body))
        {
            return false;
        }
        var messages = Decode(body);
        if (messages.Count > 0)
        {
            CheckRoundTrip(messages);
        }
        return messages.Count > 0;
    }

    private List<OutboundMessage> Decode(byte[] body)
    {
        var messages = new List<OutboundMessage>();
        var rest = body.AsMemory();
        bool isLast;
        do
        {
            var before = rest.Length;
            if (!codec.TryReadNext(ref rest, out isLast, out var packet))
            {
                break;
            }
            Expect.True(isLast || rest.Length < before, "nothing was read");
            Expect.True(packet.Data.Length <= before, "more data than there is");
            Expect.True(packet.IsBinary || Utf8.IsValid(packet.Data.Span), "text that is not UTF-8");
            if (packet.Type == PacketType.Message)
            {
                messages.Add(packet.IsBinary ? OutboundMessage.Binary(packet.Data.Span) : OutboundMessage.Text(packet.Data.Span));
            }
        }
        while (!isLast);
        return messages;
    }

    private void CheckRoundTrip(List<OutboundMessage> messages)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < messages.Count; i++)
        {
            codec.Write(messages[i], isFirst: i == 0, output);
        }
        Expect.True(codec.GetLength(messages.ToArray()) == output.WrittenCount, "a length that does not fit what is written");
        var again = Decode(output.WrittenSpan.ToArray());
        Expect.True(again.Count == messages.Count, "messages got lost on the way");
        for (var i = 0; i < again.Count; i++)
        {
            Expect.True(
                again[i].IsBinary == messages[i].IsBinary && again[i].Payload.Span.SequenceEqual(messages[i].Payload.Span),
                "a message was changed on the way");
        }
    }
}
