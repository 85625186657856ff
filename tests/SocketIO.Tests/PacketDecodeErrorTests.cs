using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class PacketDecodeErrorTests
{
    private const string Placeholder = """{"_placeholder":true,"num":0}""";

    [TestCase("", "unknown packet type")]
    [TestCase("7", "unknown packet type")]
    [TestCase("999", "unknown packet type")]
    [TestCase("abc", "unknown packet type")]
    [TestCase("-1", "unknown packet type")]
    // The reference's list of malformed payloads.
    [TestCase("442[\"some\",\"data\"", "invalid payload")]
    [TestCase("0/admin,\"invalid\"", "invalid payload")]
    [TestCase("0[]", "invalid payload")]
    [TestCase("0null", "invalid payload")]
    [TestCase("0{", "invalid payload")]
    [TestCase("0{}x", "invalid payload")]
    [TestCase("1/admin,{}", "invalid payload")]
    [TestCase("1[]", "invalid payload")]
    [TestCase("2/admin,\"invalid\"", "invalid payload")]
    [TestCase("2/admin,{}", "invalid payload")]
    [TestCase("2[]", "invalid payload")]
    [TestCase("2[\"a\"", "invalid payload")]
    [TestCase("2[\"a\"]]", "invalid payload")]
    [TestCase("2[\"a\"][\"b\"]", "invalid payload")]
    [TestCase("2[\"a\",]", "invalid payload")]
    [TestCase("2[\"a\",01]", "invalid payload")]
    [TestCase("2[\"a\",undefined]", "invalid payload")]
    [TestCase("2['a']", "invalid payload")]
    [TestCase("2[null]", "invalid payload")]
    [TestCase("2[true,1]", "invalid payload")]
    [TestCase("2[{}]", "invalid payload")]
    [TestCase("2[[\"a\"]]", "invalid payload")]
    [TestCase("2abc[\"message\"]", "invalid payload")]
    [TestCase("31{}", "invalid payload")]
    [TestCase("4", "invalid payload")]
    [TestCase("4{\"message\":\"x\"}", "invalid payload")]
    [TestCase("4/admin,[]", "invalid payload")]
    [TestCase("299999999999999999999[\"a\"]", "invalid acknowledgement id")]
    // Names that neither side may send.
    [TestCase("2[\"connect\"]", "invalid payload")]
    [TestCase("2[\"connect_error\"]", "invalid payload")]
    [TestCase("2[\"disconnect\"]", "invalid payload")]
    [TestCase("2[\"disconnecting\"]", "invalid payload")]
    [TestCase("2[\"newListener\"]", "invalid payload")]
    [TestCase("2[\"removeListener\"]", "invalid payload")]
    [TestCase("2[\"disc\\u006fnnect\"]", "invalid payload")]
    public void Decode_Malformed_SaysWhy(string wire, string error) =>
        Assert.That(Wire.Decode(wire), Is.EqualTo(DecodeResult.Invalid(error)));

    [TestCase("5[\"a\"]", "Illegal attachments")]
    [TestCase("5", "Illegal attachments")]
    [TestCase("51", "Illegal attachments")]
    [TestCase("5-[\"a\"]", "Illegal attachments")]
    [TestCase("50-[\"a\"]", "Illegal attachments")]
    [TestCase("60-1[\"a\"]", "Illegal attachments")]
    [TestCase("5-1-[\"a\"]", "Illegal attachments")]
    [TestCase("51.5-[\"a\"]", "Illegal attachments")]
    [TestCase("5 1-[\"a\"]", "Illegal attachments")]
    [TestCase("5woooot", "Illegal attachments")]
    [TestCase("59999999999999999999999-[\"a\"]", "Illegal attachments")]
    [TestCase("511-[\"a\"]", "too many attachments")]
    [TestCase("5999999999-[\"a\"]", "too many attachments")]
    public void Decode_NumberOfAttachments_IsChecked(string wire, string error) =>
        Assert.That(Wire.Decode(wire), Is.EqualTo(DecodeResult.Invalid(error)));

    [TestCase("""["e",{"_placeholder":true,"num":1}]""")]
    [TestCase("""["e",{"_placeholder":true,"num":-1}]""")]
    [TestCase("""["e",{"_placeholder":true,"num":0.5}]""")]
    [TestCase("""["e",{"_placeholder":true,"num":99999999999}]""")]
    [TestCase("""["e",{"_placeholder":true,"num":"0"}]""")]
    [TestCase("""["e",{"_placeholder":true}]""")]
    [TestCase("""["e",{"_placeholder":true,"num":0,"num":1}]""")]
    [TestCase("""["e",{"\u005fplaceholder":true,"num":1}]""")]
    [TestCase("""["e",[[{"a":{"_placeholder":true,"num":1}}]]]""")]
    public void Decode_PlaceholderOutOfRange_IsRefused(string json) =>
        Assert.That(Wire.Decode($"51-{json} hex:01").Error, Is.EqualTo("invalid payload"));

    [TestCase("""["connect",{"_placeholder":true,"num":0}]""")]
    [TestCase("""{"a":{"_placeholder":true,"num":0}}""")]
    [TestCase("""["e",{"_placeholder":true,"num":0}""")]
    public void Decode_BinaryEventWithBadPayload_IsRefused(string json) =>
        Assert.That(Wire.Decode($"51-{json} hex:01").Error, Is.EqualTo("invalid payload"));

    [Test]
    public void Decode_BinaryAckWithoutId_IsAnAnswerToNothing() =>
        Assert.That(Wire.Decode($"61-[{Placeholder}] hex:01"), Is.EqualTo(DecodeResult.Incomplete));

    [Test]
    public void Decode_TextWhileAttachmentsAreDue_IsRefused() =>
        Assert.That(Wire.Decode(DecoderAwaitingBinary(), """2["a"]""").Error, Is.EqualTo("got plaintext data when reconstructing a packet"));

    [TestCase("hex:01")]
    [TestCase("hex:")]
    [TestCase("51-[\"e\"] hex:01 hex:02")]
    public void Decode_BinaryWhileNoneIsDue_IsRefused(string wire) =>
        Assert.That(Wire.Decode(wire).Error, Is.EqualTo("got binary data when not reconstructing a packet"));

    [Test]
    public void Decode_DeepNesting_IsRefused()
    {
        var deep = $"""2["e",{new string('[', 10_000)}{new string(']', 10_000)}]""";

        Assert.That(Wire.Decode(deep).Error, Is.EqualTo("invalid payload"));
        Assert.That(Wire.Decode(deep.Replace('[', '{')).Error, Is.EqualTo("invalid payload"));
    }

    [TestCase("325B22C328225D", Description = "in the name")]
    [TestCase("325B22FF225D", Description = "in the name")]
    [TestCase("325B2261225DC328", Description = "behind the payload")]
    [TestCase("FF", Description = "in place of the type")]
    public void Decode_InvalidUtf8_IsRefused(string hex) =>
        Assert.That(Wire.Parser.CreateDecoder().Decode(new EngineMessage(Convert.FromHexString(hex), false)).Error, Is.Not.Null);

    [Test]
    public void Decode_InvalidUtf8InArgument_HasNoType()
    {
        byte[] wire = [.. "2[\"e\",\""u8, 0xFF, .. "\"]"u8];

        var packet = Wire.Parser.CreateDecoder().Decode(new EngineMessage(wire, false)).Packet!;

        Assert.That(packet.Arguments.TryGet<string>(0, out _), Is.False);
    }

    // Only a decoder that compares names would look into it.
    [TestCase("""51-["e",{"\ud800":1},{"_placeholder":true,"num":0}] hex:01""")]
    [TestCase("""51-["e",{"_placeholder":true,"\ud800":0}] hex:01""")]
    public void Decode_LoneSurrogateInAMembersName_DoesNotThrow(string wire) =>
        Assert.That(() => Wire.Decode(wire), Throws.Nothing);

    private static IPacketDecoder DecoderAwaitingBinary()
    {
        var decoder = Wire.Parser.CreateDecoder();
        Assert.That(Wire.Decode(decoder, $"51-[\"e\",{Placeholder}]"), Is.EqualTo(DecodeResult.Incomplete));
        return decoder;
    }
}
