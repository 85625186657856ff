using System.Text.Json;
using static Client.Tests.Support.ChatClient;

namespace Client.Tests.Chat;

/// <summary>Looking for messages, and at those around one that was found.</summary>
public sealed class SearchTests : ChatTest
{
    [Test]
    public async Task Search_FindsWhatOneMayReadAndNothingElse()
    {
        var word = NewWord();
        string[] secrets = [NewKey(), NewKey()];
        var (mine, other) = (await ConnectAsync(0, New(secrets[0])), await ConnectAsync(1, New(secrets[1])));
        await mine.AskAsync("join room", $"room {word}");
        var main = await SayAsync(mine, $"in the main room, {word}");
        var room = await SayAsync(mine, $"in a room, {word}s", new { room = $"room {word}" });
        var toOther = await SayAsync(mine, $"to you: {word}!", new { to = PersonOf(secrets[1]) });
        var toNobody = await SayAsync(mine, $"to nobody who is here: {word}", new { to = PersonOf(NewKey()) });
        var tutorial = await ConnectAsync(1);

        await FindAsync(mine, word, main, room, toOther, toNobody);
        await FindAsync(other, word, main, toOther);
        await FindAsync(tutorial, word, main);
        await other.AskAsync("join room", $"room {word}");
        await FindAsync(other, word.ToUpperInvariant(), main, room, toOther);
        await other.AskAsync("leave room", $"room {word}");
        await FindAsync(other, word, main, toOther);
    }

    [Test]
    public async Task Search_ForWhatWasEdited_FindsWhatItSaysNow()
    {
        var word = NewWord();
        var client = await ConnectAsync(0, New(NewKey()));
        var kept = await SayAsync(client, $"{word} stays");
        var edited = await SayAsync(client, $"{word} former");
        var deleted = await SayAsync(client, $"{word} gone");
        await FindAsync(client, word, kept, edited, deleted);
        var edit = (await client.AskAsync("edit", edited, $"{word} latter", NewKey()))[0].GetProperty("id").GetInt64();
        await client.AskAsync("edit", deleted, null, NewKey());

        await FindAsync(client, word, kept, edit);

        await FindAsync(client, $"{word} former");
        var found = (await client.AskAsync("search", $"lat {word}"))[0].GetProperty("messages").EnumerateArray().Single();
        Assert.That((found.GetProperty("text").GetString(), found.GetProperty("about").GetProperty("of").GetInt64()), Is.EqualTo(($"{word} latter", edited)));
    }

    [Test]
    public async Task Search_ForMoreThanAPage_GoesOnBeforeTheFirstOne()
    {
        var word = NewWord();
        var client = await ConnectAsync(0, New(NewKey()));
        var ids = new List<long>();
        for (var i = 0; i < 25; i++)
        {
            ids.Add(await SayAsync(client, $"{word} {i}"));
        }
        await FindAsync(client, word, [.. ids.TakeLast(20)]);

        var next = (await client.AskAsync("search", word))[0].GetProperty("next").GetInt64();
        var rest = (await client.AskAsync("search", word, next))[0];

        Assert.That(next, Is.EqualTo(ids[5]));
        Assert.That(IdsOf(rest), Is.EqualTo(ids.Take(5)));
        Assert.That(rest.GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("7", "what is looked for must be a text of 1 to 200 characters")]
    [TestCase("\"\"", "what is looked for must be a text of 1 to 200 characters")]
    [TestCase("null", "what is looked for must be a text of 1 to 200 characters")]
    public async Task Search_ForWhatIsNoText_IsAnsweredWithTheFault(string text, string fault)
    {
        var client = await ConnectAsync(0, New(NewKey()));

        Assert.That((await client.AskAsync("search", JsonElement.Parse(text)))[0].GetProperty("error").GetString(), Is.EqualTo(fault));
    }

    [Test]
    public async Task Search_BeforeWhatIsNoId_IsAnsweredWithTheFault()
    {
        var client = await ConnectAsync(0, New(NewKey()));

        Assert.That(
            (await client.AskAsync("search", "word", 0))[0].GetProperty("error").GetString(),
            Is.EqualTo("the id before which messages are looked for must be a whole number from 1 on, or null for the newest"));
    }

    [Test]
    public async Task Around_AMessage_GivesItsNeighboursAndWhatTheySayNow()
    {
        var room = $"room {NewWord()}";
        var client = await ConnectAsync(0, New(NewKey()));
        await client.AskAsync("join room", room);
        var ids = new List<long>();
        for (var i = 0; i < 60; i++)
        {
            ids.Add(await SayAsync(client, $"{i}", new { room }));
        }
        var edit = (await client.AskAsync("edit", ids[29], "changed", NewKey(), new { room }))[0].GetProperty("id").GetInt64();

        var around = (await client.AskAsync("around", ids[30], new { room }))[0];

        Assert.That(IdsOf(around), Is.EqualTo(ids.Skip(6).Take(50).Append(edit)));
        Assert.That(around.GetProperty("from").GetInt64(), Is.EqualTo(ids[6]));
        Assert.That(IdsOf((await client.AskAsync("older", ids[30], new { room }))[0]), Is.EqualTo(ids.Take(30).Append(edit)), "older ones say it, too");
        Assert.That(IdsOf((await client.AskAsync("around", ids[0], new { room }))[0]).Take(26), Is.EqualTo(ids.Take(26)));
        Assert.That((await (await ConnectAsync(1, New(NewKey()))).AskAsync("around", ids[30], new { room }))[0].GetProperty("error").GetString(), Is.EqualTo("there is no such room, or you are not in it"));
        Assert.That((await client.AskAsync("around", "x"))[0].GetProperty("error").GetString(), Is.EqualTo("the id of the message that is wanted must be a whole number from 1 on"));
    }

    private static object New(string secret) => new { secret, serverOffset = 1_000_000_000 };

    private static string NewWord() => $"w{Guid.NewGuid():N}"[..20];

    private static async Task<long> SayAsync(NodeSocket client, string text, object? place = null) =>
        (await client.SayAsync(text, NewKey(), place)).GetProperty("id").GetInt64();

    /// <summary>Words are indexed a moment after a message was stored.</summary>
    private static async Task FindAsync(NodeSocket client, string text, params long[] ids)
    {
        long[] found = [];
        try
        {
            await Eventually.TrueAsync(async () => (found = IdsOf((await client.AskAsync("search", text))[0])).SequenceEqual(ids), $"what has \"{text}\"");
        }
        catch (TimeoutException)
        {
            Assert.That(found, Is.EqualTo(ids), text);
        }
    }

    private static long[] IdsOf(JsonElement answer) => [.. answer.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("id").GetInt64())];
}
