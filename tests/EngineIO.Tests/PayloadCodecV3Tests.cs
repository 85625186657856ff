using System.Buffers;
using System.Text;
using CsCheck;
using EngineIO.Packets;

namespace EngineIO.Tests;

public sealed class PayloadCodecV3Tests
{
    private static readonly IPayloadCodec TextCodec = PayloadCodecV3Text.Instance;
    private static readonly IPayloadCodec BinaryCodec = PayloadCodecV3Binary.Instance;

    [TestCase("6:4hello", ExpectedResult = "Message:hello")]
    [TestCase("1:2", ExpectedResult = "Ping:")]
    [TestCase("6:2probe1:6", ExpectedResult = "Ping:probe|Noop:")]
    [TestCase("2:4€", ExpectedResult = "Message:€")]
    [TestCase("3:4😀2:4é", ExpectedResult = "Message:😀|Message:é")]
    [TestCase("6:4hello10:b4AQIDBA==", ExpectedResult = "Message:hello|Binary:01020304")]
    [TestCase("", ExpectedResult = "malformed")]
    [TestCase("abc", ExpectedResult = "malformed")]
    [TestCase("4hello", ExpectedResult = "malformed")]
    [TestCase(":4", ExpectedResult = "malformed")]
    [TestCase("0:", ExpectedResult = "malformed")]
    [TestCase("-1:4", ExpectedResult = "malformed")]
    [TestCase("7:4hello", ExpectedResult = "malformed")]
    [TestCase("2:4😀", ExpectedResult = "malformed")]
    [TestCase("99999999999:4", ExpectedResult = "malformed")]
    [TestCase("4294967297:4", ExpectedResult = "malformed")]
    [TestCase("1:4x", ExpectedResult = "Message:|malformed")]
    [TestCase("1:b", ExpectedResult = "malformed")]
    [TestCase("6:b3AQID", ExpectedResult = "malformed")]
    [TestCase("1:9", ExpectedResult = "malformed")]
    public string Text_Payload_Decodes(string payload) => Decode(TextCodec, Encoding.UTF8.GetBytes(payload));

    [TestCase("0006FF3468656C6C6F0105FF0401020304", ExpectedResult = "Message:hello|Binary:01020304")]
    [TestCase("000100FF34616161616161616161", ExpectedResult = "Message:aaaaaaaaa")]
    [TestCase("0101FF04", ExpectedResult = "Binary:")]
    [TestCase("", ExpectedResult = "malformed")]
    [TestCase("00", ExpectedResult = "malformed")]
    [TestCase("00FF", ExpectedResult = "malformed")]
    [TestCase("0001FF", ExpectedResult = "malformed")]
    [TestCase("0201FF34", ExpectedResult = "malformed")]
    [TestCase("000AFF34", ExpectedResult = "malformed")]
    [TestCase("0100FF", ExpectedResult = "malformed")]
    [TestCase("0101FF03", ExpectedResult = "malformed")]
    [TestCase("0002FF34FF", ExpectedResult = "malformed")]
    [TestCase("0009090909090909090909FF34", ExpectedResult = "malformed")]
    [TestCase("000909090909090909090909FF34", ExpectedResult = "malformed")]
    public string Binary_Payload_Decodes(string hex) => Decode(BinaryCodec, Convert.FromHexString(hex));

    [Test]
    public void Text_Packets_AreWrittenAsTheProtocolSays() => Assert.That(
        Encoding.UTF8.GetString(Encode(TextCodec, [OutboundMessage.Text("hello"), OutboundMessage.Binary([1, 2, 3, 4]), OutboundMessage.Text("€😀")])),
        Is.EqualTo("6:4hello10:b4AQIDBA==4:4€😀"));

    [Test]
    public void Binary_Packets_AreWrittenAsTheProtocolSays() => Assert.That(
        Convert.ToHexString(Encode(BinaryCodec, [OutboundMessage.Text("hello"), OutboundMessage.Binary([1, 2, 3, 4]), ControlPackets.Noop])),
        Is.EqualTo("0006FF3468656C6C6F0105FF0401020304" + "0001FF36"));

    [Test]
    public void Encode_AnyMessages_DecodeToTheSame() =>
        Gen.Select(Gen.String, Gen.Byte.Array[0, 2000], Gen.Bool).Sample((text, data, first) =>
        {
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            OutboundMessage[] packets = first
                ? [OutboundMessage.Text(text), OutboundMessage.Binary(data)] : [OutboundMessage.Binary(data), OutboundMessage.Text(text)];
            string[] expected = [$"Message:{text}", $"Binary:{Convert.ToHexString(data)}"];
            var joined = string.Join('|', first ? expected : expected.Reverse());
            return Decode(TextCodec, Encode(TextCodec, packets)) == joined && Decode(BinaryCodec, Encode(BinaryCodec, packets)) == joined;
        });

    [Test]
    public void Decode_AnyBytes_NeverThrows() =>
        Gen.Byte[0, 70].Array[0, 40].Sample(bytes =>
        {
            Decode(TextCodec, [.. bytes]);
            Decode(BinaryCodec, [.. bytes]);
            return true;
        });

    private static byte[] Encode(IPayloadCodec codec, OutboundMessage[] packets)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < packets.Length; i++)
        {
            codec.Write(packets[i], isFirst: i == 0, output);
        }
        Assert.That(codec.GetLength(packets), Is.EqualTo(output.WrittenCount));
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(IPayloadCodec codec, byte[] payload)
    {
        var packets = new List<string>();
        var rest = payload.AsMemory();
        var isLast = !codec.IsWellFormed(payload);
        while (!isLast)
        {
            if (!codec.TryReadNext(ref rest, out isLast, out var packet))
            {
                packets.Add("malformed");
                break;
            }
            packets.Add(packet.IsBinary
                ? $"Binary:{Convert.ToHexString(packet.Data.Span)}" : $"{packet.Type}:{Encoding.UTF8.GetString(packet.Data.Span)}");
        }
        return string.Join('|', packets);
    }
}
