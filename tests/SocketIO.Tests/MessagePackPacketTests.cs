using System.Text;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>The hexadecimal packets were written by npm's socket.io-msgpack-parser 3.0.2, unless they are malformed.</summary>
public sealed class MessagePackPacketTests
{
    private const string Types =
        "84A47479706502A36E7370A12FA46461746197A165C402010281A162C7010003D7000000018BCFE5687BD40000CB7FF800000000000082A175D40000A17601A26964D40000";

    private static readonly IPacketParser Parser = PacketParsers.MessagePack(new SocketIOOptions());

    [Test]
    public void Decode_ConnectWithOptionsOfTheClient_GivesThePayload()
    {
        var packet = Decode("84A47479706500A36E7370A12FA46461746181A5746F6B656EA174A76F7074696F6E7381A8636F6D7072657373C3");

        Assert.That(packet.Type, Is.EqualTo(PacketType.Connect));
        Assert.That(Encoding.UTF8.GetString(packet.Payload.Span), Is.EqualTo("""{"token":"t"}"""));
    }

    [Test]
    public void Decode_Disconnect_GivesTheNamespace() => Assert.That(Decode("82A47479706501A36E7370A22F61").Namespace, Is.EqualTo("/a"));

    [Test]
    public void Decode_AckWithoutArguments_GivesItsId()
    {
        var packet = Decode("84A47479706503A36E7370A22F78A26964CD03E8A46461746190");

        Assert.That((packet.Type, packet.AckId, packet.Arguments.Count), Is.EqualTo((PacketType.Ack, 1000L, 0)));
    }

    [Test]
    public void Decode_EventWithEveryNumber_GivesThem()
    {
        var packet = Decode(
            "84A47479706502A36E7370A12FA2696407A4646174619DA165A2C3A901FFCD012CD1FED4CE00011170CF0000010000000000D3FFFFFF0000000000CB3FF8000000000000C3C0920181A161A162");

        Assert.That(packet.AckId, Is.EqualTo(7));
        Assert.That(Wire.Json(packet.Arguments), Is.EqualTo(
            """
            "é" | 1 | -1 | 300 | -300 | 70000 | 1099511627776 | -1099511627776 | 1.5 | true | null | [1,{"a":"b"}]
            """));
    }

    [Test]
    public void Decode_TypesThatJsonLacks_AreReadAsTheirNearest()
    {
        var arguments = Decode(Types).Arguments;

        Assert.That(arguments.Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2 }));
        Assert.That(arguments.Get<Dictionary<string, byte[]>>(1)["b"], Is.EqualTo(new byte[] { 3 }));
        Assert.That(arguments.Get<DateTimeOffset>(2).ToUnixTimeMilliseconds(), Is.EqualTo(1_700_000_000_123));
        Assert.That(arguments.Get<string>(2), Is.EqualTo("2023-11-14T22:13:20.123Z"));
        Assert.That(arguments[3].IsNull && arguments[4].IsNull, Is.True);
        Assert.That(Encoding.UTF8.GetString(arguments[5].Json.Span), Is.EqualTo("""{"v":1}"""));
    }

    [Test]
    public void Encode_ReceivedTypesThatJsonLacks_PassesThemOnByteByByte()
    {
        var packet = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", Decode(Types).Arguments.ToRaw().Items));

        Assert.That(Hex(packet), Is.EqualTo("83" + Types[2..^12]));
    }

    [Test]
    public void Encode_Date_IsADateOfTheClients()
    {
        var date = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

        var packet = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [date, date.UtcDateTime]));

        Assert.That(Hex(packet), Is.EqualTo("83A47479706502A36E7370A12FA46461746193A165D7000000018BCFE5687BD7000000018BCFE5687B"));
    }

    [Test]
    public void EncodeControl_Payload_IsAMap() => Assert.That(
        Hex(Parser.EncodeControl(PacketType.Connect, "/", """{"sid":"a"}"""u8)), Is.EqualTo("83A47479706500A36E7370A12FA46461746181A3736964A161"));

    [Test]
    public void EncodeControl_NoPayload_HasNoData() =>
        Assert.That(Hex(Parser.EncodeControl(PacketType.Disconnect, "/a", default)), Is.EqualTo("82A47479706501A36E7370A22F61"));

    [Test]
    public void Encode_Slot_IsCountedAndFilledLater()
    {
        var template = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [], Slot: PacketSlot.DurableId));

        Assert.That(Hex(template), Is.EqualTo("83A47479706502A36E7370A12FA46461746192A165"));
        Assert.That(Hex(Parser.Fill(template, 300)), Is.EqualTo("83A47479706502A36E7370A12FA46461746192A165CD012C"));
        Assert.That(Parser.Fill(template, 300).Slot, Is.EqualTo(PacketSlot.None));
    }

    [Test]
    public void Encode_SlotOfTheAckId_IsAKeyFilledLater()
    {
        var template = Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [], Slot: PacketSlot.AckId));

        Assert.That(Hex(template), Is.EqualTo("84A47479706502A36E7370A12FA46461746191A165"));
        Assert.That(Hex(Parser.Fill(template, 300)), Is.EqualTo("84A47479706502A36E7370A12FA46461746191A165A26964CD012C"));
    }

    [TestCase("", "unexpected end of data")]
    [TestCase("01", "a packet that is no map")]
    [TestCase("8101", "more items than the data holds")]
    [TestCase("810101", "a key that is no string")]
    [TestCase("81A47479706500", "invalid namespace")]
    [TestCase("81A36E7370A12F", "invalid packet type")]
    [TestCase("82A47479706505A36E7370A12F", "invalid packet type")]
    [TestCase("82A47479706501A36E7370A178", "invalid namespace")]
    [TestCase("82A47479706501A36E7370A12F00", "trailing bytes")]
    [TestCase("83A47479706501A36E7370A12FA2696401", null)]
    [TestCase("83A47479706501A36E7370A12FA26964FF", "invalid packet id")]
    [TestCase("83A47479706501A36E7370A12FA46461746190", "invalid payload")]
    [TestCase("83A47479706500A36E7370A12FA46461746190", "invalid payload")]
    [TestCase("83A47479706504A36E7370A12FA46461746180", "invalid payload")]
    [TestCase("83A47479706502A36E7370A12FA46461746190", "invalid payload")]
    [TestCase("83A47479706502A36E7370A12FA46461746191C3", "invalid payload")]
    [TestCase("83A47479706502A36E7370A12FA46461746191AA646973636F6E6E656374", "invalid payload")]
    [TestCase("83A47479706503A36E7370A12FA46461746190", "invalid payload")]
    [TestCase("83A47479706502A36E7370A12FA46461746192A165C1", "unknown MessagePack prefix")]
    [TestCase("83A47479706502A36E7370A12FA46461746192A165DBFFFFFFFF", "a length beyond the data")]
    [TestCase("83A47479706502A36E7370A12FA46461746192A165DD7FFFFFFF", "more items than the data holds")]
    [TestCase("83A47479706502A36E7370A12FA46461746192A165C67FFFFFFF", "a binary value longer than the data")]
    public void Decode_Packet_GivesTheError(string hex, string? error) => Assert.That(Result(hex).Error, Is.EqualTo(error));

    [TestCase(62, null)]
    [TestCase(1_000, null)]
    [TestCase(1_001, "nested too deeply")]
    [TestCase(200_000, "nested too deeply")]
    public void Decode_NestedArrays_AreBounded(int depth, string? error)
    {
        var hex = "83A47479706502A36E7370A12FA46461746192A165" + string.Concat(Enumerable.Repeat("91", depth - 1)) + "90";

        var result = Result(hex);

        Assert.That(result.Error, Is.EqualTo(error));
        Assert.That(result.Packet?.Arguments[0].TryGet<object>(out _), Is.EqualTo(error is null ? true : null));
    }

    [Test]
    public void Decode_ManyBinaryValues_AreBounded()
    {
        var hex = "83A47479706502A36E7370A12FA46461746192A165DC0400" + string.Concat(Enumerable.Repeat("C400", 1_024));

        Assert.That(Result(hex).Error, Is.EqualTo("too many binary values"));
    }

    [Test]
    public void Decode_Text_IsRefused() =>
        Assert.That(Parser.CreateDecoder().Decode(new EngineMessage("40"u8.ToArray(), false)).Error, Does.StartWith("got plaintext"));

    [Test]
    public void FromValue_ObjectWithBinary_IsReadBack()
    {
        var argument = new SocketIOOptions().ArgumentFromValue(new Dictionary<string, byte[]> { ["b"] = [7] });

        Assert.That(argument.TryGet<Dictionary<string, byte[]>>(out var value) ? value["b"] : [], Is.EqualTo(new byte[] { 7 }));
        Assert.That(EventArguments.Create(argument).Count, Is.EqualTo(1));
    }

    private static DecodeResult Result(string hex) => Parser.CreateDecoder().Decode(new EngineMessage(Convert.FromHexString(hex), true));

    private static Packet Decode(string hex)
    {
        var result = Result(hex);
        Assert.That(result.Error, Is.Null);
        return result.Packet!;
    }

    private static string Hex(EncodedPacket packet) => Convert.ToHexString(packet.Messages[0].Payload.Span);
}
