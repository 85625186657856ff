using System.Text.Json;

namespace SocketIO.Tests.Forgiving;

/// <summary>Half of an emoji, as of a text that was cut: JavaScript takes it, and so does the server.</summary>
public sealed class LoneSurrogateTests
{
    [TestCase("""ab\ud83d""", "ab\ufffd")]
    [TestCase("""\ude00ab""", "\ufffdab")]
    [TestCase("""\ud83d\ud83d\ude00\ude00""", "\ufffd\U0001F600\ufffd")]
    [TestCase("""\uDBFF\uDFFF\uDBFF""", "\U0010FFFF\ufffd")]
    [TestCase("""\\ud83d""", "\\ud83d", Description = "a backslash and letters")]
    [TestCase("""\\\ud83d\n""", "\\\ufffd\n")]
    [TestCase("""\ud83d\\ude00""", "\ufffd\\ude00")]
    [TestCase("""\u00e9\ud83d\ude00\t""", "\u00e9\U0001F600\t")]
    public void Decode_StringWithHalves_HasReplacementsForThem(string json, string text)
    {
        var packet = Wire.DecodePacket($$"""2["e{{json}}","{{json}}",{"text":"{{json}}","n{{json}}":1,"more":["{{json}}"]}]""");

        Assert.That(packet.EventName, Is.EqualTo("e" + text));
        Assert.That(packet.Arguments.Get<string>(0), Is.EqualTo(text));
        Assert.That(packet.Arguments.Get<Note>(1).Text, Is.EqualTo(text));
        Assert.That(packet.Arguments.Get<Dictionary<string, JsonElement>>(1).Keys, Does.Contain("n" + text));
        Assert.That(packet.Arguments.Get<JsonElement>(1).GetProperty("more")[0].GetString(), Is.EqualTo(text));
        Assert.That(packet.Arguments.Get<System.Text.Json.Nodes.JsonNode>(1)["n" + text]!.GetValue<int>(), Is.EqualTo(1));
    }

    [Test]
    public void Decode_HalvesBesideAttachments_AreReplacedToo()
    {
        var packet = Wire.DecodePacket("""51-["e",{"\ud83d":{"num":0,"_placeholder":true},"t":"\udfff"}] hex:01""");

        Assert.That(Wire.Json(packet.Arguments), Is.EqualTo("""{"\ufffd":{"_placeholder":true,"num":0},"t":"\ufffd"}"""));
    }

    [Test]
    public async Task Auth_WithHalves_HandlerReadsItAndItsEventsAreHandled()
    {
        var seen = "";
        await using var server = await SocketServer.StartAsync(socket =>
        {
            seen = socket.Handshake.Auth.GetProperty("name\ufffd").GetString()!;
            socket.On("typed", (string text) => text.Length);
        });
        using var client = await RawClient.ConnectAsync(server, """{"name\udfff":"ab\ud83d"}""");

        await client.SendAsync("""421["typed","ab\ud83d"]""");

        Assert.That(await client.ReadAsync(), Is.EqualTo("431[3]"));
        Assert.That(seen, Is.EqualTo("ab\ufffd"));
    }

    [Test]
    public async Task Post_BytesThatAreHalfAnEmoji_ArriveAsReplacements()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("echo", (string text) => text));
        var (polling, _) = await PollingClient.ConnectAsync(server);

        using var content = new ByteArrayContent([.. "421[\"echo\",\"ab"u8, 0xED, 0xA0, 0xBD, .. "\"]"u8]);
        using var response = await server.Http.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={polling.Session}", content).Within();

        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        Assert.That(await polling.PollAsync(), Does.StartWith("431[\"ab\ufffd"));
        await polling.CloseAsync();
    }

    [Test]
    public void Emit_TextWithAHalf_IsWrittenWithAReplacement() =>
        Assert.That(Wire.Encode(SocketIO.Parsers.PacketType.Event, "/", null, "e", "ab\ud83d", new { Text = "\ude00" }), Is.EqualTo("""2["e","ab\uFFFD",{"text":"\uFFFD"}]"""));

    private sealed record Note(string Text);
}
