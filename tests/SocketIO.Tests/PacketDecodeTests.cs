using System.Text;
using EngineIO;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>The examples of the protocol document (revision 5), read.</summary>
public sealed class PacketDecodeTests
{
    [TestCase("0", "/", "")]
    [TestCase("0/admin,", "/admin", "")]
    [TestCase("0/admin", "/admin", "")]
    [TestCase("""0{"token":"123"}""", "/", """{"token":"123"}""")]
    [TestCase("""0/admin,{"token":"123"}""", "/admin", """{"token":"123"}""")]
    [TestCase("0/,{}", "/", "{}")]
    [TestCase("0/admin?token=1234&uid=abcd,", "/admin?token=1234&uid=abcd", "")]
    [TestCase("0/é,{}", "/é", "{}")]
    public void Decode_Connect_GivesNamespaceAndPayload(string wire, string @namespace, string payload)
    {
        var packet = Wire.DecodePacket(wire);

        Assert.That(packet.Type, Is.EqualTo(PacketType.Connect));
        Assert.That(packet.Namespace, Is.EqualTo(@namespace));
        Assert.That(Encoding.UTF8.GetString(packet.Payload.Span), Is.EqualTo(payload));
    }

    [TestCase("1", "/")]
    [TestCase("1/admin,", "/admin")]
    [TestCase("1/admin", "/admin")]
    public void Decode_Disconnect_GivesNamespace(string wire, string @namespace)
    {
        var packet = Wire.DecodePacket(wire);

        Assert.That(packet.Type, Is.EqualTo(PacketType.Disconnect));
        Assert.That(packet.Namespace, Is.EqualTo(@namespace));
    }

    [TestCase("""2["foo"]""", "/", null, "foo", "")]
    [TestCase("""2["hello",1]""", "/", null, "hello", "1")]
    [TestCase("""2["hello",{"a":[1,{"b":null}]},"x",[],null,true,-1.5e3]""", "/", null, "hello", """{"a":[1,{"b":null}]} | "x" | [] | null | true | -1.5e3""")]
    [TestCase("""2 [ "hello" , 1 ] """, "/", null, "hello", "1")]
    [TestCase("""2/admin,["bar"]""", "/admin", null, "bar", "")]
    [TestCase("""2/admin,456["project:delete",123]""", "/admin", 456L, "project:delete", "123")]
    [TestCase("""212["foo"]""", "/", 12L, "foo", "")]
    [TestCase("""20["foo"]""", "/", 0L, "foo", "")]
    [TestCase("""29223372036854775807["foo"]""", "/", long.MaxValue, "foo", "")]
    [TestCase("""2["caf\u00e9 \ud83d\ude00"]""", "/", null, "café 😀", "")]
    [TestCase("2[1,2]", "/", null, "1", "2")]
    [TestCase("""2["foo",{"_placeholder":true,"num":0}]""", "/", null, "foo", """{"_placeholder":true,"num":0}""")]
    public void Decode_Event_GivesItsParts(string wire, string @namespace, long? ackId, string name, string arguments)
    {
        var packet = Wire.DecodePacket(wire);

        Assert.That(packet.Type, Is.EqualTo(PacketType.Event));
        Assert.That(packet.Namespace, Is.EqualTo(@namespace));
        Assert.That(packet.AckId, Is.EqualTo(ackId));
        Assert.That(packet.EventName, Is.EqualTo(name));
        Assert.That(Wire.Json(packet.Arguments), Is.EqualTo(arguments));
    }

    [TestCase("3/admin,456[]", "/admin", 456, "")]
    [TestCase("""3/admin,13["bar"]""", "/admin", 13, "\"bar\"")]
    [TestCase("""312["connect",2]""", "/", 12, "\"connect\" | 2")]
    public void Decode_Ack_GivesItsParts(string wire, string @namespace, long ackId, string arguments)
    {
        var packet = Wire.DecodePacket(wire);

        Assert.That(packet.Type, Is.EqualTo(PacketType.Ack));
        Assert.That(packet.Namespace, Is.EqualTo(@namespace));
        Assert.That(packet.AckId, Is.EqualTo(ackId));
        Assert.That(Wire.Json(packet.Arguments), Is.EqualTo(arguments));
    }

    [TestCase("""51-["baz",{"_placeholder":true,"num":0}] hex:01020304""", PacketType.BinaryEvent, "/", null, "baz", "01020304")]
    [TestCase("""51-/admin,456["project:delete",{"_placeholder":true,"num":0}] hex:010203""", PacketType.BinaryEvent, "/admin", 456L, "project:delete", "010203")]
    [TestCase("""52-["two",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0}] hex:AA hex:BB""", PacketType.BinaryEvent, "/", null, "two", "BB AA")]
    [TestCase("""52-["twice",{"_placeholder":true,"num":1},{"_placeholder":true,"num":1}] hex:AA hex:BB""", PacketType.BinaryEvent, "/", null, "twice", "BB BB")]
    [TestCase("""51-["empty",{"_placeholder":true,"num":0}] hex:""", PacketType.BinaryEvent, "/", null, "empty", "")]
    [TestCase("""61-/admin,456[{"_placeholder":true,"num":0}] hex:04030201""", PacketType.BinaryAck, "/admin", 456L, "", "04030201")]
    [TestCase("""61-15[{"_placeholder":true,"num":0}] hex:01""", PacketType.BinaryAck, "/", 15L, "", "01")]
    public void Decode_Binary_GivesPartsAndBytes(string wire, PacketType type, string @namespace, long? ackId, string name, string bytes)
    {
        var packet = Wire.DecodePacket(wire);

        Assert.That(packet.Type, Is.EqualTo(type));
        Assert.That(packet.Namespace, Is.EqualTo(@namespace));
        Assert.That(packet.AckId, Is.EqualTo(ackId));
        Assert.That(packet.EventName, Is.EqualTo(name));
        Assert.That(string.Join(' ', packet.Arguments.Select(argument => Convert.ToHexString(Bytes(argument)))), Is.EqualTo(bytes));
    }

    [Test]
    public void Decode_PlaceholderWithinObject_IsFound()
    {
        var packet = Wire.DecodePacket("""51-["e",{"a":[0,{"file":{"_placeholder":true,"num":0}}]}] hex:0A0B""");

        Assert.That(packet.Arguments.TryGet<Outer>(0, out var value), Is.True);
        Assert.That(value!.A[1].GetProperty("file").GetProperty("num").GetInt32(), Is.Zero);
        Assert.That(packet.Arguments[0].Attachments.Select(Wire.Hex), Is.EqualTo(["hex:0A0B"]));
    }

    [Test]
    public void Decode_BinaryPacket_IsIncompleteUntilItsLastAttachment()
    {
        var decoder = Wire.Parser.CreateDecoder();

        Assert.That(Wire.Decode(decoder, """52-["e",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"""), Is.EqualTo(DecodeResult.Incomplete));
        Assert.That(Wire.Decode(decoder, "hex:01"), Is.EqualTo(DecodeResult.Incomplete));
        Assert.That(Wire.Decode(decoder, "hex:02").Packet!.EventName, Is.EqualTo("e"));
        Assert.That(Wire.Decode(decoder, """2["next"]""").Packet!.EventName, Is.EqualTo("next"));
    }

    [Test]
    public void Decode_MessagesMemoryReused_PacketKeepsItsOwn()
    {
        var decoder = Wire.Parser.CreateDecoder();
        var text = Encoding.UTF8.GetBytes("""51-["e","kept",{"_placeholder":true,"num":0}]""");
        byte[] binary = [1, 2, 3];

        decoder.Decode(new EngineMessage(text, false));
        Array.Clear(text);
        var packet = decoder.Decode(new EngineMessage(binary, true)).Packet!;
        Array.Clear(binary);

        Assert.That(packet.Arguments.Get<string>(0), Is.EqualTo("kept"));
        Assert.That(packet.Arguments.Get<byte[]>(1), Is.EqualTo(new byte[] { 1, 2, 3 }));
    }

    [Test]
    public void Decode_AsManyAttachmentsAsAllowed_IsTaken()
    {
        var wire = $"5{Wire.MaxAttachments}-[\"e\"]" + string.Concat(Enumerable.Repeat(" hex:01", Wire.MaxAttachments));

        Assert.That(Wire.DecodePacket(wire).EventName, Is.EqualTo("e"));
    }

    private static byte[] Bytes(SocketIO.EventArgument argument) =>
        argument.TryGet<byte[]>(out var bytes) ? bytes : throw new AssertionException("the argument is not binary");

    private sealed record Outer(System.Text.Json.JsonElement[] A);
}
