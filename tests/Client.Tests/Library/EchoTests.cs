using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class EchoTests(TransportMode mode) : LibraryTest(mode)
{
    private static readonly TestCaseData[] Arguments =
    [
        Case("nothing"),
        Case("text", "plain"),
        Case("the empty text", ""),
        Case("texts of all planes", "ä€\u2028😀 \"quoted\" \\ \0 <b>"),
        Case("several values", 1, -2.5, true, null, "last"),
        Case("nested JSON", new { a = new object?[] { 1, new { b = (string?)null } }, c = new { }, d = Array.Empty<int>() }),
        Case("only bytes", Bytes(1, 2, 3)),
        Case("no bytes at all", Bytes()),
        Case("first bytes", Bytes(0, 255), "then text"),
        Case("last bytes", "first text", 1, Bytes(9, 8, 7)),
        Case("nested bytes", new { file = new { name = "f", parts = new[] { Bytes(1), Bytes(2, 2), Bytes() } } }, "between", Bytes(3)),
        Case("a text of 100,000 characters", new string('x', 100_000)),
        Case("100,000 bytes", Bytes([.. Enumerable.Range(0, 100_000).Select(i => (byte)i)])),
    ];

    [TestCaseSource(nameof(Arguments))]
    public async Task Emit_Arguments_ComeBackInTheAckAndAsAnEvent(object?[] arguments)
    {
        foreach (var worker in new[] { 0, 1 })
        {
            var client = await ConnectAsync(worker);

            var answer = await client.AskAsync("echo", arguments);
            var events = await client.WaitAsync("echo");

            Assert.That(Json(answer), Is.EqualTo(Json(arguments)));
            Assert.That(events.Arguments(), Is.EqualTo(new[] { Json(arguments) }));
        }
    }

    [Test]
    public async Task Emit_BytesThatTheHandlerDecodes_AreEncodedAnew()
    {
        var client = await ConnectAsync(0);

        var answer = await client.AskAsync("decoded", Bytes(1, 2), new { name = "n", bytes = Bytes(7, 8, 9) });

        Assert.That(Json(answer), Is.EqualTo(Json(new object[] { 2, new { name = "n!", bytes = Bytes(9, 8, 7) }, Bytes(1, 2) })));
    }

    [Test]
    public async Task Connect_WithSubprotocols_GetsItsTransport()
    {
        var client = await ConnectAsync(0, options: new { protocols = new[] { "one", "two" } });

        Assert.That(Json(await client.AskAsync("echo", 1)), Is.EqualTo("[1]"));
    }

    [Test]
    public async Task Emit_Hundreds_AreHandledInTheirOrder()
    {
        var client = await ConnectAsync(1);
        var numbers = Enumerable.Range(0, 300).ToArray();

        await Task.WhenAll(numbers.Select(number => client.EmitAsync("echo", number)));

        var events = await client.WaitAsync("echo", numbers.Length);
        Assert.That(events.Select(item => item.Args[0].GetInt32()), Is.EqualTo(numbers));
    }

    private static TestCaseData Case(string name, params object?[] arguments) =>
        new TestCaseData([arguments]).SetArgDisplayNames(name);
}
