using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests.Forgiving;

/// <summary>MessagePack as other languages write it: dates, texts, keys and numbers that the JavaScript client's library does not make.</summary>
public sealed class ForgivingMessagePackTests
{
    private static readonly IPacketParser Parser = PacketParsers.MessagePack(new SocketIOOptions());

    /// <summary>An event "e" with one argument.</summary>
    private const string Head = "83A47479706502A36E7370A12FA46461746192A165";

    // 2026-01-02T03:04:05Z is 1767323045 s; then with 678 ms.
    [TestCase("D6FF695735A5", "\"2026-01-02T03:04:05.000Z\"")]
    [TestCase("D7FFA1A5D600695735A5", "\"2026-01-02T03:04:05.678Z\"")]
    [TestCase("C70CFF2869758000000000695735A5", "\"2026-01-02T03:04:05.678Z\"")]
    [TestCase("C70CFF00000000FFFFFFFFFFFFFFFF", "\"1969-12-31T23:59:59.000Z\"")]
    [TestCase("C70CFF000000007FFFFFFFFFFFFFFF", "null", Description = "beyond what a date holds")]
    // Extensions that nobody here knows, as notepack.io reads them: type and bytes.
    [TestCase("D40501", """[5,{"_placeholder":true,"num":0}]""")]
    [TestCase("C703800102FF", """[-128,{"_placeholder":true,"num":0}]""")]
    // Texts that are no UTF-8: half of an emoji, a stray byte.
    [TestCase("A5" + "6162EDA0BD", "\"ab\ufffd\ufffd\ufffd\"")]
    [TestCase("A1FF", "\"\ufffd\"")]
    // Keys that are no text.
    [TestCase("8101C3", """{"1":true}""")]
    [TestCase("81CB3FF8000000000000C3", """{"1.5":true}""")]
    [TestCase("81CFFFFFFFFFFFFFFFFFC3", """{"18446744073709551615":true}""")]
    [TestCase("81C3C0", """{"true":null}""")]
    [TestCase("81C0C0", """{"null":null}""")]
    // Infinity, and what is no number.
    [TestCase("CB7FF0000000000000", "1e999")]
    [TestCase("CBFFF0000000000000", "-1e999")]
    [TestCase("CB7FF8000000000000", "null")]
    public void Decode_ValueOfAnotherLanguage_IsTaken(string hex, string json)
    {
        var packet = Decode(Head + hex);

        Assert.That(packet.Error, Is.Null);
        Assert.That(Wire.Json(packet.Packet!.Arguments), Is.EqualTo(json));
    }

    [Test]
    public void Decode_Infinity_IsOneForAHandler() =>
        Assert.That(Decode(Head + "CB7FF0000000000000").Packet!.Arguments.Get<double>(0), Is.EqualTo(double.PositiveInfinity));

    [Test]
    public void Decode_DateOfMessagePack_IsADateForAHandler() =>
        Assert.That(Decode(Head + "D6FF695735A5").Packet!.Arguments.Get<DateTimeOffset>(0), Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(0x695735A5)));

    // The clients' own library would not read it, so it goes on as what it was read as.
    [TestCase("D6FF695735A5", "B8323032362D30312D30325430333A30343A30352E3030305A")]
    [TestCase("A1FF", "A3EFBFBD")]
    [TestCase("D40501", "9205C40101")]
    public void Encode_ReceivedValueThatClientsCannotRead_IsRewritten(string hex, string rewritten) =>
        Assert.That(Encode(Decode(Head + hex).Packet!.Arguments[0]), Is.EqualTo(Head + rewritten));

    [TestCase("D7000000000000000001", Description = "a date of theirs")]
    [TestCase("C7020001FF", Description = "an array buffer of theirs")]
    [TestCase("A6C3A90A22EFBF")]
    [TestCase("8101C3")]
    public void Encode_ReceivedValueThatClientsRead_GoesOnAsItCame(string hex)
    {
        var bytes = hex == "A6C3A90A22EFBF" ? "A4C3A90A22" : hex;

        Assert.That(Encode(Decode(Head + bytes).Packet!.Arguments[0]), Is.EqualTo(Head + bytes));
    }

    [Test]
    public void Decode_MarkOfAPlaceholderAsAKey_IsTheClientsOwn()
    {
        // { "_placeholder": true, "num": 0, "b": <01> }
        var packet = Decode(Head + "83AC5F706C616365686F6C646572C3A36E756D00A162C40101").Packet!;

        var value = packet.Arguments.Get<System.Text.Json.JsonElement>(0);
        Assert.That(value.GetProperty("_placeholder").GetBoolean(), Is.True);
        Assert.That(packet.Arguments.Get<Dictionary<string, object>>(0), Has.Count.EqualTo(3));
        Assert.That(packet.Arguments.Get<Mine>(0).B, Is.EqualTo(new byte[] { 1 }));
    }

    // Lua, PHP and others write every number as a floating-point one; Python writes what is not there as nil.
    [TestCase("84A474797065CB4000000000000000A36E7370A12FA26964CB401C000000000000A46461746191A165", 7L)]
    [TestCase("84A47479706502A36E7370A12FA26964C0A46461746191A165", null)]
    public void Decode_HeadOfAnotherLanguage_IsTaken(string hex, long? ackId)
    {
        var packet = Decode(hex).Packet!;

        Assert.That((packet.Type, packet.EventName, packet.AckId), Is.EqualTo((PacketType.Event, "e", ackId)));
    }

    [Test]
    public void Decode_DisconnectWithNilForData_IsTaken() =>
        Assert.That(Decode("83A47479706501A464617461C0A36E7370A12F").Packet!.Type, Is.EqualTo(PacketType.Disconnect));

    [TestCase("D6FF6957")]
    [TestCase("C70CFF00")]
    [TestCase("D4")]
    [TestCase("C705")]
    public void Decode_ExtensionCutShort_IsRefused(string hex) => Assert.That(Decode(Head + hex).Error, Is.Not.Null);

    [Test]
    public void EncodeJson_DeepAndWide_IsRewrittenInTimeOfItsLength()
    {
        var json = string.Concat(Enumerable.Repeat("""[1,{"a":""", 500)) + $"[{string.Join(',', Enumerable.Repeat("[]", 100_000))}]" + string.Concat(Enumerable.Repeat("},2]", 500));
        var options = new SocketIOOptions();
        var argument = options.ArgumentFromJson(System.Text.Encoding.UTF8.GetBytes(json), []);

        var packet = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [argument]));

        Assert.That(Wire.Decode(Parser.CreateDecoder(), packet).Error, Is.EqualTo("nested too deeply"), "1,001 levels");
        Assert.That(packet.Messages[0].Payload.Length, Is.GreaterThan(100_000));
    }

    private static DecodeResult Decode(string hex) => Parser.CreateDecoder().Decode(new EngineMessage(Convert.FromHexString(hex), true));

    private static string Encode(object? argument) =>
        Convert.ToHexString(Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [argument])).Messages[0].Payload.Span);

    private sealed record Mine(byte[] B);
}
