using Client.Tests.Support;
using static Client.Tests.Support.Values;

namespace Client.Tests.Library;

[TestFixture(TransportMode.Polling)]
[TestFixture(TransportMode.WebSocket)]
[TestFixture(TransportMode.Upgrade)]
public sealed class AckTests(TransportMode mode) : LibraryTest(mode)
{
    [Test]
    public async Task ClientAck_HandlerThatDoesNotAnswer_TimesOutAtTheClient()
    {
        var client = await ConnectAsync(0);

        Assert.That(
            () => client.AskWithinAsync(TimeSpan.FromMilliseconds(200), "silent"),
            Throws.TypeOf<LineProgramException>().With.Message.Contains("timed out"));
        Assert.That(Json(await client.AskAsync("echo", "after")), Is.EqualTo(Json(new[] { "after" })));
    }

    [Test]
    public async Task ClientAck_HandlerThatThrows_DoesNotHarmTheConnection()
    {
        var client = await ConnectAsync(0);

        await client.EmitAsync("fail");

        Assert.That(Json(await client.AskAsync("echo", "after")), Is.EqualTo(Json(new[] { "after" })));
        Assert.That((await client.StateAsync()).Disconnects, Is.Empty);
    }

    [Test]
    public async Task ServerAck_ClientThatAnswers_GivesTheAnswer()
    {
        foreach (var worker in new[] { 0, 1 })
        {
            var client = await ConnectAsync(worker);
            await client.RespondAsync("question", "yes", new { also = Bytes(4, 5) });

            var answer = await client.AskAsync("ask me", 10_000, new { topic = Bytes(6) });

            Assert.That(Json(answer), Is.EqualTo(Json(new object[] { "yes", new { also = Bytes(4, 5) } })));
            Assert.That(
                (await client.ReceivedAsync("question")).Arguments(),
                Is.EqualTo(new[] { Json(new[] { new { topic = Bytes(6) } }) }));
        }
    }

    [Test]
    public async Task ServerAck_ClientThatDoesNotAnswer_TimesOutAtTheServer()
    {
        var client = await ConnectAsync(0);

        var answer = await client.AskAsync("ask me", 200, "anybody there?");

        Assert.That(Json(answer), Is.EqualTo(Json(new[] { new { error = "the client did not answer" } })));
        Assert.That(await client.ReceivedAsync("question"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task ClientAck_RetriesOfTheClient_AreAnsweredOnceEach()
    {
        var client = await ConnectAsync(0, options: new { retries = 3, ackTimeout = 2_000 });

        // Without a callback of its own, the client itself waits for each acknowledgement before the next event leaves.
        await client.EmitAsync("echo", "one");
        await client.EmitAsync("echo", "two");
        await client.EmitAsync("echo", "three");

        var events = await client.WaitAsync("echo", 3);
        Assert.That(events.Select(item => item.Args[0].GetString()), Is.EqualTo(new[] { "one", "two", "three" }));
    }
}
