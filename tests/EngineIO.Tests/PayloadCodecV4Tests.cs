using System.Buffers;
using System.Text;
using CsCheck;
using EngineIO.Packets;

namespace EngineIO.Tests;

public sealed class PayloadCodecV4Tests
{
    private static readonly PayloadCodecV4 Codec = PayloadCodecV4.Instance;

    // The examples of the protocol document.
    [TestCase("4hello", ExpectedResult = "Message:hello")]
    [TestCase("2", ExpectedResult = "Ping:")]
    [TestCase("2probe", ExpectedResult = "Ping:probe")]
    [TestCase("3probe", ExpectedResult = "Pong:probe")]
    [TestCase("4€", ExpectedResult = "Message:€")]
    [TestCase("bAQIDBA==", ExpectedResult = "Binary:01020304")]
    [TestCase("b", ExpectedResult = "Binary:")]
    [TestCase("4hello\u001ebAQIDBA==", ExpectedResult = "Message:hello|Binary:01020304")]
    [TestCase("4hello\u001e2\u001e4world", ExpectedResult = "Message:hello|Ping:|Message:world")]
    [TestCase("0{}\u001e1\u001e5\u001e6", ExpectedResult = "Open:{}|Close:|Upgrade:|Noop:")]
    [TestCase("4", ExpectedResult = "Message:")]
    [TestCase("", ExpectedResult = "malformed")]
    [TestCase("abc", ExpectedResult = "malformed")]
    [TestCase("7", ExpectedResult = "malformed")]
    [TestCase("/", ExpectedResult = "malformed")]
    [TestCase("bAQ=I", ExpectedResult = "malformed")]
    [TestCase("b*", ExpectedResult = "malformed")]
    [TestCase("b****", ExpectedResult = "malformed")]
    [TestCase("4a\u001e", ExpectedResult = "Message:a|malformed")]
    [TestCase("\u001e4a", ExpectedResult = "malformed")]
    public string TryReadNext_ProtocolExample_GivesPackets(string payload) => Decode(Encoding.UTF8.GetBytes(payload));

    [Test]
    public void Write_TextAndBinary_SeparatesAndEncodes()
    {
        var payload = Encode([OutboundMessage.Text("hello"), OutboundMessage.Binary([1, 2, 3, 4]), ControlPackets.Noop]);

        Assert.That(Encoding.UTF8.GetString(payload), Is.EqualTo("4hello\u001ebAQIDBA==\u001e6"));
    }

    [Test]
    public void Write_AnyMessages_RoundTrips()
    {
        var text = Gen.String[Gen.Char.AlphaNumeric, 0, 300].Select(value => (Text: value, Data: (byte[]?)null));
        var binary = Gen.Byte.Array[0, 300].Select(value => (Text: "", Data: (byte[]?)value));
        Gen.OneOf(text, binary).Array[1, 20].Sample(messages =>
        {
            var packets = messages.Select(m => m.Data is { } data ? OutboundMessage.Binary(data) : OutboundMessage.Text(m.Text)).ToArray();
            var expected = messages.Select(m => m.Data is { } data ? "Binary:" + Convert.ToHexString(data) : "Message:" + m.Text);
            var payload = Encode(packets);
            return Codec.GetLength(packets) == payload.Length && Decode(payload) == string.Join('|', expected);
        });
    }

    [Test]
    public void TryReadNext_ArbitraryBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            Decode(bytes);
            return true;
        });

    [Test]
    public void TryReadNext_ArbitraryPacketCharacters_NeverThrows() =>
        Gen.Int[0, 6].Select(i => "4b2=A\u001eÿ"[i]).Select(c => (byte)c).Array[0, 40].Sample(bytes =>
        {
            Decode(bytes);
            return true;
        });

    [Test]
    public void IsWellFormed_InvalidUtf8_False() => Assert.That(Codec.IsWellFormed([(byte)'4', 0xC3, 0x28]), Is.False);

    private static byte[] Encode(OutboundMessage[] packets)
    {
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < packets.Length; i++)
        {
            Codec.Write(packets[i], i == 0, output);
        }
        return output.WrittenSpan.ToArray();
    }

    private static string Decode(byte[] payload)
    {
        Memory<byte> rest = payload;
        var result = new List<string>();
        var isLast = false;
        while (!isLast)
        {
            if (!Codec.TryReadNext(ref rest, out isLast, out var packet))
            {
                result.Add("malformed");
                break;
            }
            result.Add(packet.IsBinary ? "Binary:" + Convert.ToHexString(packet.Data.Span)
                : $"{packet.Type}:{Encoding.UTF8.GetString(packet.Data.Span)}");
        }
        return string.Join('|', result);
    }
}
