using System.Text.Json;

namespace Client.Tests.Chat;

/// <summary>Messages of the past, for a client that asks.</summary>
public sealed class OlderTests : ChatTest
{
    [Test]
    public async Task Older_FromAnyWorker_GivesTheMessagesBeforeAnIdInTheirOrder()
    {
        NodeSocket[] clients = [await ConnectAsync(0), await ConnectAsync(1)];
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await clients[i % 2].AskAsync("chat message", $"text {i}", NewKey()))[0].GetProperty("id").GetInt64());
        }

        foreach (var client in clients)
        {
            var answer = (await client.AskAsync("older", ids[2]))[0];

            // Others talk in this chat, too.
            var messages = answer.GetProperty("messages").EnumerateArray().ToDictionary(
                message => message.GetProperty("id").GetInt64(), message => message.GetProperty("text").GetString());
            Assert.That(messages.Keys, Is.Ordered.And.All.LessThan(ids[2]));
            Assert.That(messages, Has.Count.LessThanOrEqualTo(50));
            Assert.That((messages[ids[0]], messages[ids[1]]), Is.EqualTo(("text 0", "text 1")));
            var from = answer.GetProperty("from").GetInt64();
            Assert.That(from, Is.EqualTo(messages.Count < 50 ? 1 : messages.Keys.First()));
            Assert.That(answer.GetProperty("messages")[messages.Count - 1].GetProperty("about").GetProperty("previous").GetInt64(), Is.LessThan(messages.Keys.Last()));
        }
    }

    [Test]
    public async Task Older_ThanTheFirst_GivesNothing()
    {
        var client = await ConnectAsync(0);

        var answer = (await client.AskAsync("older", 1))[0];

        Assert.That(answer.GetProperty("messages").GetArrayLength(), Is.Zero);
        Assert.That(answer.GetProperty("from").GetInt64(), Is.EqualTo(1));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("\"first\"")]
    [TestCase("1.5")]
    [TestCase("null")]
    [TestCase("1e300")]
    public async Task Older_ThanWhatIsNoId_IsAnsweredWithTheFault(string before)
    {
        var client = await ConnectAsync(0);

        var answer = await client.AskAsync("older", JsonElement.Parse(before));

        Assert.That(
            answer[0].GetProperty("error").GetString(), Is.EqualTo("the id before which older messages are wanted must be a whole number from 1 on"));
    }
}
