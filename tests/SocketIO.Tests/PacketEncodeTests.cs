using System.Text;
using SocketIO.Parsers;

namespace SocketIO.Tests;

/// <summary>The examples of the protocol document (revision 5), written.</summary>
public sealed class PacketEncodeTests
{
    private static readonly byte[] Bytes = [1, 2, 3, 4];

    [TestCase(PacketType.Connect, "/", "", "0")]
    [TestCase(PacketType.Connect, "/admin", "", "0/admin,")]
    [TestCase(PacketType.Connect, "/", """{"sid":"oSO0OpakMV_3jnilAAAA"}""", """0{"sid":"oSO0OpakMV_3jnilAAAA"}""")]
    [TestCase(PacketType.Connect, "/admin", """{"sid":"oSO0OpakMV_3jnilAAAA"}""", """0/admin,{"sid":"oSO0OpakMV_3jnilAAAA"}""")]
    [TestCase(PacketType.ConnectError, "/", """{"message":"Not authorized"}""", """4{"message":"Not authorized"}""")]
    [TestCase(PacketType.ConnectError, "/x", """{"message":"Invalid namespace"}""", """4/x,{"message":"Invalid namespace"}""")]
    [TestCase(PacketType.Disconnect, "/", "", "1")]
    [TestCase(PacketType.Disconnect, "/admin", "", "1/admin,")]
    [TestCase(PacketType.Connect, "/é", "", "0/é,")]
    public void EncodeControl_Packet_AsInTheProtocol(PacketType type, string @namespace, string json, string expected)
    {
        var packet = Wire.Parser.EncodeControl(type, @namespace, Encoding.UTF8.GetBytes(json));

        Assert.That(Wire.Text(packet), Is.EqualTo(expected));
        Assert.That(packet.Slot, Is.EqualTo(PacketSlot.None));
    }

    private static IEnumerable<TestCaseData> Packets()
    {
        yield return Case("""2["foo"]""", PacketType.Event, "/", null, "foo");
        yield return Case("""2["hello",1]""", PacketType.Event, "/", null, "hello", 1);
        yield return Case("""2/admin,["bar"]""", PacketType.Event, "/admin", null, "bar");
        yield return Case("""2/admin,456["project:delete",123]""", PacketType.Event, "/admin", 456, "project:delete", 123);
        yield return Case("""212["foo"]""", PacketType.Event, "/", 12, "foo");
        yield return Case("""20["foo"]""", PacketType.Event, "/", 0, "foo");
        yield return Case("""3/admin,456[]""", PacketType.Ack, "/admin", 456, null);
        yield return Case("""3/admin,13["bar"]""", PacketType.Ack, "/admin", 13, null, "bar");
        yield return Case("""3123[]""", PacketType.Ack, "/", 123, null);
        yield return Case("""51-["baz",{"_placeholder":true,"num":0}] hex:01020304""", PacketType.Event, "/", null, "baz", Bytes);
        yield return Case("""51-/admin,456["project:delete",{"_placeholder":true,"num":0}] hex:01020304""", PacketType.Event, "/admin", 456, "project:delete", Bytes);
        yield return Case(
            """52-/admin,["baz",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}] hex:01020304 hex:""",
            PacketType.Event, "/admin", null, "baz", Bytes, Array.Empty<byte>());
        yield return Case("""61-15["bar",{"_placeholder":true,"num":0}] hex:01020304""", PacketType.Ack, "/", 15, null, "bar", Bytes);
        yield return Case("""61-/admin,456[{"_placeholder":true,"num":0}] hex:01020304""", PacketType.Ack, "/admin", 456, null, Bytes);
    }

    [TestCaseSource(nameof(Packets))]
    public void Encode_Packet_AsInTheProtocol(string expected, PacketType type, string @namespace, long? ackId, string? name, object?[] arguments) =>
        Assert.That(Wire.Encode(type, @namespace, ackId, name, arguments), Is.EqualTo(expected));

    [Test]
    public void Encode_LargestAckId_KeepsItsDigits() =>
        Assert.That(Wire.Encode(PacketType.Ack, "/", long.MaxValue, null), Is.EqualTo("39223372036854775807[]"));

    [Test]
    public void Encode_MoreAttachmentsThanADecoderTakes_IsWritten()
    {
        var arguments = Enumerable.Range(0, 12).Select(i => (object?)new[] { (byte)i }).ToArray();

        var packet = Wire.Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "many", arguments));

        Assert.That(Wire.Text(packet), Does.StartWith("""512-["many",{"_placeholder":true,"num":0},"""));
        Assert.That(packet.Messages.Length, Is.EqualTo(13));
    }

    [Test]
    public void Encode_BufferChangedAfterwards_DoesNotChangeThePacket()
    {
        byte[] bytes = [1, 2];
        var packet = Wire.Parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [bytes]));

        bytes[0] = 9;

        Assert.That(Wire.Text(packet), Does.EndWith(" hex:0102"));
    }

    [Test]
    public void Encode_ArgumentThatCannotBeWritten_ThrowsAndLeavesTheNextPacketWhole()
    {
        var faulty = new OutgoingPacket(PacketType.Event, "/", "e", ["before", new Faulty()]);

        Assert.That(() => Wire.Parser.Encode(faulty), Throws.InvalidOperationException);
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", 1), Is.EqualTo("""2["e",1]"""));
    }

    [Test]
    public void Encode_WithinAnotherEncode_BothAreWhole() =>
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "outer", new Nested()), Is.EqualTo("""2["outer",{"inner":"2[\"inner\",1]"}]"""));

    private static TestCaseData Case(string expected, PacketType type, string @namespace, long? ackId, string? name, params object?[] arguments) =>
        new TestCaseData(expected, type, @namespace, ackId, name, arguments).SetArgDisplayNames(expected);

    private sealed class Faulty
    {
        public string Value => throw new InvalidOperationException("cannot be read");
    }

    private sealed class Nested
    {
        public string Inner => Wire.Encode(PacketType.Event, "/", null, "inner", 1);
    }
}
