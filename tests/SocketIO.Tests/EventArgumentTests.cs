using System.Text;
using SocketIO.Parsers;

namespace SocketIO.Tests;

public sealed class EventArgumentTests
{
    [Test]
    public void Get_ArgumentOfTheType_GivesIt()
    {
        var arguments = Wire.DecodePacket("""2["e","text",7,{"a":1}]""").Arguments;

        Assert.That(arguments.Get<string>(0), Is.EqualTo("text"));
        Assert.That(arguments.Get<long>(1), Is.EqualTo(7));
        Assert.That(arguments.Get<Dictionary<string, int>>(2), Is.EqualTo(new Dictionary<string, int> { ["a"] = 1 }));
        Assert.That(arguments, Has.Count.EqualTo(3));
    }

    [TestCase(0, "argument 1 is not of type Int32")]
    [TestCase(1, "argument 2 is not of type Int32")]
    [TestCase(2, "argument 3 is not of type Int32")]
    [TestCase(3, "argument 4 is missing")]
    public void Get_OtherOrMissing_SaysWhich(int index, string message)
    {
        var arguments = Wire.DecodePacket("""2["e","text",null,1.5]""").Arguments;

        Assert.That(() => arguments.Get<int>(index), Throws.TypeOf<EventArgumentException>().With.Message.EqualTo(message));
    }

    [TestCase(-1)]
    [TestCase(1)]
    [TestCase(int.MaxValue)]
    public void TryGet_NoSuchIndex_False(int index) =>
        Assert.That(Wire.DecodePacket("""2["e",1]""").Arguments.TryGet<int>(index, out _), Is.False);

    [Test]
    public void IsNull_NullOrNothing_True()
    {
        Assert.That(Wire.DecodePacket("""2["e",null]""").Arguments[0].IsNull, Is.True);
        Assert.That(default(EventArgument).IsNull, Is.True);
        Assert.That(Wire.DecodePacket("""2["e",0]""").Arguments[0].IsNull, Is.False);
    }

    [Test]
    public void Error_Message_IsAnObject() =>
        Assert.That(Encoding.UTF8.GetString(EventArgument.Error("too \"long\"").Json.Span), Is.EqualTo("{\"error\":\"too \\u0022long\\u0022\"}"));

    [Test]
    public void Encode_Default_IsNull() => Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", default(EventArgument)), Is.EqualTo("""2["e",null]"""));

    [TestCase("""12345678901234567890123456789.000e-7""")]
    [TestCase("""{"a" : [ 1.0 , -0 , 1E+2 ] }""")]
    [TestCase("""{"s":"\u00e9\ud83d\ude00\/","é":"\ufffd"}""")]
    public void Encode_RawArgument_IsPassedOnAsItCame(string json)
    {
        var text = Wire.DecodePacket($"2[\"e\",{json}]").Arguments;
        var binary = Wire.DecodePacket($$"""51-["e",{{json}},{"_placeholder":true,"num":0}] hex:01""").Arguments;

        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", text[0]), Is.EqualTo($"2[\"e\",{json}]"));
        // Also out of a packet that has attachments, though not in this argument.
        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", binary[0]), Is.EqualTo($"2[\"e\",{json}]"));
    }

    [Test]
    public void Encode_RawArgumentsOfTwoPackets_NumbersPlaceholdersAnew()
    {
        var first = Wire.DecodePacket("""52-["e",{"_placeholder":true,"num":1},[{"x":{"_placeholder":true,"num":0}}]] hex:A0 hex:A1""").Arguments;
        var second = Wire.DecodePacket("""51-["e",{"_placeholder":true,"num":0}] hex:B0""").Arguments;

        var text = Wire.Encode(PacketType.Event, "/", null, "e", second[0], first[1], new byte[] { 0xC0 }, first[0]);

        Assert.That(text, Is.EqualTo(
            """54-["e",{"_placeholder":true,"num":0},[{"x":{"_placeholder":true,"num":1}}],{"_placeholder":true,"num":2},{"_placeholder":true,"num":3}] hex:B0 hex:A0 hex:C0 hex:A1"""));
    }

    [Test]
    public void Encode_PlaceholderOfAPacketWithoutAttachments_StaysAnObject()
    {
        var arguments = Wire.DecodePacket("""2["e",{"_placeholder":true,"num":0}]""").Arguments;

        Assert.That(Wire.Encode(PacketType.Event, "/", null, "e", arguments[0]), Is.EqualTo("""2["e",{"_placeholder":true,"num":0}]"""));
    }
}
