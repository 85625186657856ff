using Client.Tests.Support;

namespace Client.Tests.Chat;

public sealed class BadArgumentTests : ChatTest
{
    private static readonly TestCaseData[] Wrong =
    [
        Case("no arguments"),
        Case("a number", 1, "key"),
        Case("a boolean", true, "key"),
        Case("null", null, "key"),
        Case("an object", new { text = "x" }, "key"),
        Case("an array", new[] { "x" }, "key"),
        Case("bytes", Values.Bytes(1, 2), "key"),
        Case("the empty text", "", "key"),
        Case("4,001 characters", new string('x', 4_001), "key"),
        Case("no client offset", "text"),
        Case("null as the client offset", "text", null),
        Case("a number as the client offset", "text", 7),
        Case("an object as the client offset", "text", new { key = 1 }),
        Case("the empty client offset", "text", ""),
        Case("a client offset with U+0001", "text", "key\u0001"),
        Case("a client offset of 129 characters", "text", new string('k', 129)),
    ];

    [TestCaseSource(nameof(Wrong))]
    public async Task Emit_WrongArguments_AreAnsweredWithAnErrorAndNothingElseHappens(object?[] arguments)
    {
        var client = await ConnectAsync(0);
        var other = await ConnectAsync(1);
        var before = await LastIdAsync();

        var answer = await client.SayAsync(arguments);

        Assert.That(answer.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "error" }));
        Assert.That(answer.GetProperty("error").GetString(), Is.Not.Empty);
        Assert.That(await LastIdAsync(), Is.EqualTo(before));
        // The connection stays, and the next message takes the next id.
        Assert.That(await client.SayForIdAsync("right", NewKey()), Is.EqualTo(before + 1));
        Assert.That(await other.WaitShownAsync(1), Is.EqualTo(new[] { new ShownMessage("right", before + 1) }));
        Assert.That((await client.StateAsync()).Disconnects, Is.Empty);
    }

    [Test]
    public async Task Emit_WrongArgumentsWithoutAck_LeaveTheConnection()
    {
        var client = await ConnectAsync(0);
        var before = await LastIdAsync();

        await client.EmitAsync("chat message", 1);
        await client.EmitAsync("chat message");
        await client.EmitAsync("no such event", "x");

        Assert.That(await client.SayForIdAsync("right", NewKey()), Is.EqualTo(before + 1));
    }

    [Test]
    public async Task Emit_TheLongestThatIsAllowed_IsStoredAsItIs()
    {
        var client = await ConnectAsync(0);
        var text = string.Concat(Enumerable.Repeat("ä€😀\"", 800));
        var key = NewKey().PadRight(128, 'k');
        Assert.That(text, Has.Length.EqualTo(4_000));

        var id = await client.SayForIdAsync(text, key);

        Assert.That(StoredMessages.Read(Cluster)[^1], Is.EqualTo(new StoredMessage(id, key, text)));
        Assert.That(await client.WaitShownAsync(1), Is.EqualTo(new[] { new ShownMessage(text, id) }));
    }

    [TestCase("<img src=x onerror=alert(1)>")]
    [TestCase("'; DROP TABLE messages; --")]
    [TestCase("nul \0, controls \u0001\u001e, line \u2028")]
    public async Task Emit_TextThatMeansSomethingElsewhere_IsTextHere(string text)
    {
        var client = await ConnectAsync(0);
        var other = await ConnectAsync(1);

        var id = await client.SayForIdAsync(text, NewKey());

        Assert.That(await other.WaitShownAsync(1), Is.EqualTo(new[] { new ShownMessage(text, id) }));
        Assert.That(StoredMessages.Read(Cluster)[^1].Content, Is.EqualTo(text));
    }

    private static TestCaseData Case(string name, params object?[] arguments) =>
        new TestCaseData([arguments]).SetArgDisplayNames(name);
}
