using System.Text.Json;
using SocketIO.Parsers;
using SocketIO.Recovery;

namespace SocketIO.Tests;

public sealed class ReturnTicketTests
{
    [TestCase("""{ "pid": "p", "offset": "e.7" }""", "p", "e", 7)]
    [TestCase("""{ "pid": "p" }""", "p", "", 0)]
    [TestCase("""{ "pid": "p", "offset": 7 }""", "p", "", 0)]
    [TestCase("""{ "pid": "p", "offset": "\ud800" }""", "p", "", 0)]
    [TestCase("""{ "\ud800": 1, "pid": "p", "name": "\udc00", "offset": "e.7" }""", "p", "e", 7)]
    public void From_WithAPrivateId_IsATicket(string auth, string pid, string epoch, long number)
    {
        Assert.That(ReturnTicket.From(JsonElement.Parse(auth)), Is.EqualTo(new ReturnTicket(pid, new SessionOffset(epoch, number))));
    }

    [TestCase("""{}""")]
    [TestCase("""{ "offset": "e.7" }""")]
    [TestCase("""{ "pid": "" }""")]
    [TestCase("""{ "pid": 7 }""")]
    [TestCase("""{ "pid": null }""")]
    [TestCase("""{ "pid": "\ud800" }""")]
    public void From_WithoutOne_IsNone(string auth) => Assert.That(ReturnTicket.From(JsonElement.Parse(auth)), Is.Null);

    [TestCase("""{ "pid": "p", "offset": "e.7" }""", "{}")]
    [TestCase("""{ "a": [1, "b"], "pid": "p", "c": { "pid": 2 } }""", """{"a":[1, "b"],"c":{ "pid": 2 }}""")]
    [TestCase("""{ "pid": "p", "\ud800": "\udc00", "\u00e4\"": "ä" }""", """{"\ud800":"\udc00","\u00e4\"":"ä"}""")]
    public void Without_AnyAuth_IsTheRestAsItCame(string auth, string rest) =>
        Assert.That(ReturnTicket.Without(JsonElement.Parse(auth)).GetRawText(), Is.EqualTo(rest));
}
