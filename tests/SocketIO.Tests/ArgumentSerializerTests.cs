using System.Text.Json;
using System.Text.Json.Serialization;
using SocketIO.Arguments;
using SocketIO.Packets.Json;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed partial class ArgumentSerializerTests
{
    private static IEnumerable<TestCaseData> Values()
    {
        yield return new TestCaseData(null, "null");
        yield return new TestCaseData("", "\"\"");
        yield return new TestCaseData(true, "true");
        yield return new TestCaseData(int.MinValue, "-2147483648");
        yield return new TestCaseData(long.MaxValue, "9223372036854775807");
        yield return new TestCaseData(ulong.MaxValue, "18446744073709551615");
        yield return new TestCaseData(0.1, "0.1");
        yield return new TestCaseData(79228162514264337593543950335m, "79228162514264337593543950335");
        yield return new TestCaseData("ü€あ <b>&'/", "\"ü€あ <b>&'/\"");
        // The framework's encoder escapes what lies beyond the first plane, whatever it is told.
        yield return new TestCaseData("😀", "\"\\uD83D\\uDE00\"");
        yield return new TestCaseData("a\"\\\n\u0000", "\"a\\\"\\\\\\n\\u0000\"");
        yield return new TestCaseData(new Note("t", null), """{"text":"t","next":null}""");
        yield return new TestCaseData(new Note("é", new Note("2", null)), """{"text":"é","next":{"text":"2","next":null}}""");
        yield return new TestCaseData(new { Name = "x", Items = new[] { 1, 2 } }, """{"name":"x","items":[1,2]}""");
        yield return new TestCaseData(JsonDocument.Parse("""{"a":1e400}""").RootElement, """{"a":1e400}""");
    }

    [TestCaseSource(nameof(Values))]
    public void Serialize_Value_AsJson(object? value, string expected) =>
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", value), Is.EqualTo($"2[\"e\",{expected}]"));

    [Test]
    public void Serialize_BinaryNestedAnywhere_BecomesAttachments()
    {
        var value = new Upload("f", [1], new Memory<byte>([2]), new ReadOnlyMemory<byte>([3]), [[4], [5]], new Dictionary<string, byte[]?> { ["k"] = [6], ["n"] = null });

        var text = Wire.Encode(PacketType.Event, "/", null, "e", value);

        Assert.That(text, Is.EqualTo(
            """56-["e",{"name":"f","a":{"_placeholder":true,"num":0},"b":{"_placeholder":true,"num":1},"c":{"_placeholder":true,"num":2},"list":"""
            + """[{"_placeholder":true,"num":3},{"_placeholder":true,"num":4}],"map":{"k":{"_placeholder":true,"num":5},"n":null}}] hex:01 hex:02 hex:03 hex:04 hex:05 hex:06"""));
    }

    [Test]
    public void Deserialize_BinaryNestedAnywhere_ComesBack()
    {
        var sent = new Upload("f", [1], new Memory<byte>([2]), new ReadOnlyMemory<byte>([3]), [[4], [5]], new Dictionary<string, byte[]?> { ["k"] = [6], ["n"] = null });

        var received = Wire.DecodePacket(Wire.Encode(PacketType.Event, "/", null, "e", sent)).Arguments.Get<Upload>(0);

        Assert.That(received.A, Is.EqualTo(sent.A));
        Assert.That(received.B.ToArray(), Is.EqualTo(sent.B.ToArray()));
        Assert.That(received.C.ToArray(), Is.EqualTo(sent.C.ToArray()));
        Assert.That(received.List, Is.EqualTo(sent.List));
        Assert.That(received.Map, Is.EqualTo(sent.Map));
    }

    [TestCase("""{"_placeholder":true,"num":1}""")]
    [TestCase("""{"_placeholder":false,"num":0}""")]
    [TestCase("""{"num":0,"_placeholder":true}""")]
    [TestCase("""{"_placeholder":true,"num":0,"more":1}""")]
    [TestCase("[1]")]
    [TestCase("5")]
    [TestCase("\"no base64!\"")]
    public void Deserialize_NotBinary_HasNoSuchType(string json) =>
        Assert.That(new EventArgument(System.Text.Encoding.UTF8.GetBytes(json), [new byte[] { 1 }], Wire.Serializer).TryGet<byte[]>(out _), Is.False);

    [Test]
    public void Deserialize_Base64_IsBinaryToo() =>
        Assert.That(Wire.DecodePacket("2[\"e\",\"AQID\"]").Arguments.Get<byte[]>(0), Is.EqualTo(new byte[] { 1, 2, 3 }));

    [Test]
    public void Serialize_WithSourceGeneratedContext_UsesIt()
    {
        var serializer = new ArgumentSerializer(new JsonSerializerOptions { TypeInfoResolver = Context.Default });
        var parser = new JsonPacketParser(serializer, 10);

        var packet = parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [new Photo("é", [9])]));
        var received = Wire.Decode(parser.CreateDecoder(), packet).Packet!;

        Assert.That(Wire.Text(packet), Is.EqualTo("""51-["e",{"Title":"é","Data":{"_placeholder":true,"num":0}}] hex:09"""));
        Assert.That(received.Arguments.Get<Photo>(0).Data, Is.EqualTo(new byte[] { 9 }));
    }

    [Test]
    public void Serialize_TypeUnknownToTheContext_Throws()
    {
        var parser = new JsonPacketParser(new ArgumentSerializer(new JsonSerializerOptions { TypeInfoResolver = Context.Default }), 10);

        Assert.That(() => parser.Encode(new OutgoingPacket(PacketType.Event, "/", "e", [new Version(1, 2)])), Throws.InstanceOf<NotSupportedException>());
    }

    [Test]
    public void Constructor_ApplicationsOptions_AreNotChanged()
    {
        var options = new JsonSerializerOptions();

        _ = new ArgumentSerializer(options);

        Assert.That(options.IsReadOnly, Is.False);
        Assert.That(options.Converters, Is.Empty);
    }

    private sealed record Note(string Text, Note? Next);

    private sealed record Upload(string Name, byte[] A, Memory<byte> B, ReadOnlyMemory<byte> C, byte[][] List, Dictionary<string, byte[]?> Map);

    internal sealed record Photo(string Title, byte[] Data);

    [JsonSerializable(typeof(Photo))]
    private sealed partial class Context : JsonSerializerContext;
}
