using System.Text.Json;
using static Client.Tests.Support.ChatClient;

namespace Client.Tests.Chat;

/// <summary>Private messages, and who tries to read them.</summary>
public sealed class PrivateTests : ChatTest
{
    [Test]
    public async Task Message_ToAPerson_ReachesAllSocketsOfBothAndNobodyElse()
    {
        string[] secrets = [NewKey(), NewKey()];
        NodeSocket[] mine = [await ConnectAsync(0, New(secrets[0])), await ConnectAsync(1, New(secrets[0]))];
        NodeSocket[] theirs = [await ConnectAsync(1, New(secrets[1])), await ConnectAsync(0, New(secrets[1]))];
        NodeSocket[] others = [await ConnectAsync(0, New(NewKey())), await ConnectAsync(1, new { serverOffset = await LastIdAsync() })];
        var to = PersonOf(secrets[1]);

        var id = (await mine[0].SayAsync("for you", NewKey(), new { to })).GetProperty("id").GetInt64();

        foreach (var client in mine.Concat(theirs))
        {
            var about = (await client.WaitShownIdAsync(id)).Single(message => message.Id == id).About;
            Assert.That((about.GetProperty("by").GetString(), about.GetProperty("to").GetString()), Is.EqualTo((PersonOf(secrets[0]), to)));
        }
        var end = await mine[0].SayForIdAsync("for everybody", NewKey());
        foreach (var client in others)
        {
            Assert.That((await client.WaitShownIdAsync(end)).Select(message => message.Id), Does.Not.Contain(id));
        }
    }

    [Test]
    public async Task Message_ToAPersonWhoIsNotThere_IsFoundAtTheNextVisit()
    {
        string[] secrets = [NewKey(), NewKey()];
        var mine = await ConnectAsync(0, New(secrets[0]));
        foreach (var text in (string[])["one", "two"])
        {
            await mine.SayAsync(text, NewKey(), new { to = PersonOf(secrets[1]) });
        }

        var late = await ConnectAsync(1, New(secrets[1]));
        var conversation = (await late.WaitAsync("conversations")).Single().Args[0].EnumerateArray().Single();
        Assert.That(conversation.GetProperty("with").GetString(), Is.EqualTo(PersonOf(secrets[0])));
        Assert.That(conversation.GetProperty("last").GetProperty("text").GetString(), Is.EqualTo("two"));
        Assert.That(await TextsAsync(late, new { to = PersonOf(secrets[0]) }), Is.EqualTo(new[] { "one", "two" }));
        Assert.That(await TextsAsync(mine, new { to = PersonOf(secrets[1]) }), Is.EqualTo(new[] { "one", "two" }), "for who wrote it, too");
    }

    [Test]
    public async Task Read_AnothersConversation_GivesWhatOneThatDoesNotExistGives()
    {
        string[] secrets = [NewKey(), NewKey()];
        var mine = await ConnectAsync(0, New(secrets[0]));
        string[] both = [PersonOf(secrets[0]), PersonOf(secrets[1])];
        var id = (await mine.SayAsync("secret", NewKey(), new { to = both[1] })).GetProperty("id").GetInt64();
        var room = $"private/{(string.CompareOrdinal(both[0], both[1]) < 0 ? $"{both[0]}/{both[1]}" : $"{both[1]}/{both[0]}")}";
        // Another's id, name of a room, offset, or position is all that an attacker has.
        var thief = await ConnectAsync(1, new { secret = NewKey(), person = both[0], serverOffset = 0, rooms = new Dictionary<string, int> { [room] = 0 } });
        var nobody = await ConnectAsync(1, new { serverOffset = 0 });

        Assert.That(await TextsAsync(thief, new { to = both[0] }), Is.Empty);
        Assert.That(await TextsAsync(thief, new { to = both[1] }), Is.Empty);
        Assert.That(await TextsAsync(thief, new { to = PersonOf(NewKey()) }), Is.Empty, "of nobody");
        foreach (var client in (NodeSocket[])[thief, nobody])
        {
            await ErrorAsync(client, "older", 1_000_000, new { room });
            await ErrorAsync(client, "join room", room);
            await ErrorAsync(client, "chat message", "x", NewKey(), new { room });
            await ErrorAsync(client, "edit", id, "x", NewKey(), new { to = both[1] });
            await ErrorAsync(client, "edit", id, "x", NewKey());
        }
        await ErrorAsync(nobody, "older", 1_000_000, new { to = both[1] });
        await ErrorAsync(nobody, "chat message", "x", NewKey(), new { to = both[1] });
        var end = await mine.SayForIdAsync("end", NewKey());
        foreach (var client in (NodeSocket[])[thief, nobody])
        {
            Assert.That((await client.WaitShownIdAsync(end)).Select(message => message.Text), Does.Not.Contain("secret"));
            Assert.That((await client.ReceivedAsync("conversations")).SelectMany(received => received.Args[0].EnumerateArray()), Is.Empty);
            Assert.That(await client.ReceivedAsync("conversation"), Is.Empty);
        }
        Assert.That(await mine.ReceivedAsync("conversation"), Is.Empty);
    }

    [TestCase("""{ "to": "somebody" }""", "there is no such person")]
    [TestCase("""{ "to": 7 }""", "\"to\" must be a string")]
    [TestCase("""{ "to": "0123456789abcdef01234567", "room": "x" }""", "the place must have \"room\" or \"to\", and not both")]
    [TestCase("""{ "room": "a/b" }""", "the name of a room must have 1 to 40 visible characters, and no slash")]
    [TestCase("""{ "room": "nobody is in it" }""", "there is no such room, or you are not in it")]
    [TestCase("7", "the place must be an object with \"room\" or \"to\", or null for the main room")]
    public async Task Message_ToWhatIsNoPlace_IsAnsweredWithTheFaultAndNotStored(string place, string fault)
    {
        var client = await ConnectAsync(0, New(NewKey()));
        var last = await LastIdAsync();

        Assert.That((await client.SayAsync("text", NewKey(), JsonElement.Parse(place))).GetProperty("error").GetString(), Is.EqualTo(fault));

        Assert.That(await LastIdAsync(), Is.EqualTo(last));
    }

    [Test]
    public async Task Message_ToOneself_IsAnsweredWithTheFault()
    {
        var secret = NewKey();
        var client = await ConnectAsync(0, New(secret));

        Assert.That(
            (await client.SayAsync("text", NewKey(), new { to = PersonOf(secret) })).GetProperty("error").GetString(), Is.EqualTo("private messages are from one person to another"));
    }

    private static object New(string secret) => new { secret, serverOffset = 1_000_000_000 };

    private static async Task<string?[]> TextsAsync(NodeSocket client, object place) =>
        [.. (await client.AskAsync("older", 1_000_000, place))[0].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString())];

    private static async Task ErrorAsync(NodeSocket client, string eventName, params object?[] arguments) =>
        Assert.That((await client.AskAsync(eventName, arguments))[0].TryGetProperty("error", out _), $"{eventName} of {client.Name}");
}
