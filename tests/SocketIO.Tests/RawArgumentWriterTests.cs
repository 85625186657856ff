using System.Buffers;
using System.Text;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Tests;

public sealed class RawArgumentWriterTests
{
    private const string First = """{"_placeholder":true,"num":0}""";
    private const string Second = """{"_placeholder":true,"num":1}""";

    [TestCase("""{ "a" : 1.50, "b":[ ] }""")]
    [TestCase("""{"toString":"\u00e9\/"}""")]
    [TestCase(First)]
    public void Write_WithoutAttachments_IsByteByByteWhatCame(string json) =>
        Assert.That(Written(EventArgument.FromJson(Encoding.UTF8.GetBytes(json)), []), Is.EqualTo(json));

    [Test]
    public void Write_ArgumentThatIsNone_IsNull() => Assert.That(Written(default, []), Is.EqualTo("null"));

    [Test]
    public void Write_BehindOtherAttachments_CountsFromTheirNumber()
    {
        List<ReadOnlyMemory<byte>> attachments = [new byte[] { 9 }];

        var written = Written(Argument($$"""[ {{Second}}, {"x": {{First}} } ]""", [1], [2]), attachments);

        Assert.That(written, Is.EqualTo("""[ {"_placeholder":true,"num":1}, {"x": {"_placeholder":true,"num":2} } ]"""));
        Assert.That(attachments.Select(Wire.Hex), Is.EqualTo(["hex:09", "hex:02", "hex:01"]));
    }

    [Test]
    public void Write_OneAttachmentTwice_IsPassedOnTwice()
    {
        List<ReadOnlyMemory<byte>> attachments = [];

        var written = Written(Argument($"[{First},{First}]", [1]), attachments);

        Assert.That(written, Is.EqualTo($"[{First},{Second}]"));
        Assert.That(attachments.Select(Wire.Hex), Is.EqualTo(["hex:01", "hex:01"]));
    }

    [TestCase("""{"_placeholder":true,"num":7}""")]
    [TestCase("""{"_placeholder":true,"num":-1}""")]
    [TestCase("""{"_placeholder":false,"num":0}""")]
    [TestCase("""{"_placeholder":true,"num":0,"more":1}""")]
    public void Write_WhatOnlyLooksLikeAPlaceholder_IsLeftAsItIs(string json)
    {
        List<ReadOnlyMemory<byte>> attachments = [];

        Assert.That(Written(Argument($"[{json}]", [1]), attachments), Is.EqualTo($"[{json}]"));
        Assert.That(attachments, Is.Empty);
    }

    [Test]
    public void Write_NobodyTakesAttachments_IsByteByByteWhatCame() =>
        Assert.That(Written(Argument(Second, [1], [2]), null), Is.EqualTo(Second));

    private static EventArgument Argument(string json, params byte[][] attachments) =>
        new(Encoding.UTF8.GetBytes(json), [.. attachments.Select(bytes => (ReadOnlyMemory<byte>)bytes)], Wire.Serializer);

    private static string Written(EventArgument argument, List<ReadOnlyMemory<byte>>? attachments)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        RawArgumentWriter.Write(writer, argument, attachments);
        writer.Flush();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
