using System.Text.Json;
using static Client.Tests.Support.ChatClient;

namespace Client.Tests.Chat;

/// <summary>Who writes, and by what name.</summary>
public sealed class PersonTests : ChatTest
{
    [Test]
    public async Task Message_SaysWhoWroteItAndWhen()
    {
        var (secret, name) = (NewKey(), NewName());
        var reader = await ConnectAsync(1);
        var writer = await ConnectAsync(0, new { secret, name, serverOffset = await LastIdAsync() });

        var id = await writer.SayForIdAsync("by me", "own key");

        var about = (await reader.WaitShownIdAsync(id)).Single(message => message.Id == id).About;
        Assert.That(
            (about.GetProperty("by").GetString(), about.GetProperty("name").GetString(), about.GetProperty("key").GetString()),
            Is.EqualTo((PersonOf(secret), name, "own key")));
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(about.GetProperty("at").GetInt64()), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Message_OfAClientWithAnothersId_IsNotThatPersons()
    {
        var person = PersonOf(NewKey());
        var forger = await ConnectAsync(0, new { person, serverOffset = await LastIdAsync() });

        var id = await forger.SayForIdAsync("I am somebody else", NewKey());

        var about = (await forger.WaitShownIdAsync(id)).Single(message => message.Id == id).About;
        Assert.That(about.GetProperty("by").GetString(), Is.Not.EqualTo(person));
        Assert.That(about.TryGetProperty("key", out _), Is.False, "the tutorial's keys can be guessed");
    }

    [Test]
    public async Task Name_TakenBySomebodyWhoIsThere_IsRefusedWithASentence()
    {
        var name = NewName();
        await ConnectAsync(0, new { secret = NewKey(), name });
        var other = await ConnectAsync(1, new { secret = NewKey() });
        await WaitPersonNamedAsync(other, name);

        var answer = (await other.AskAsync("name", name.ToUpperInvariant()))[0];
        Assert.That(answer.GetProperty("error").GetString(), Does.Contain("is taken by somebody who is here"));

        var late = await ConnectAsync(1, new { secret = NewKey(), name });
        var you = (await late.WaitAsync("you")).Single().Args[0];
        Assert.That(you.GetProperty("error").GetString(), Does.Contain("is taken"));
        Assert.That(you.TryGetProperty("name", out _), Is.False);
    }

    [Test]
    public async Task Name_TakenByManyAtTheSameTime_IsOnesOnly()
    {
        var name = NewName();
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ConnectAsync(i % 2, new { secret = NewKey(), serverOffset = 0 })));

        await Task.WhenAll(clients.Select(client => client.AskAsync("name", name)));

        var watcher = await ConnectAsync(0, new { secret = NewKey() });
        await Eventually.TrueAsync(async () => await NamedAsync(watcher, name) == 1, "one person of that name");
    }

    [Test]
    public async Task Name_AnotherOne_IsToldToEverybodyAndFreesTheFormer()
    {
        var (secret, former, name) = (NewKey(), NewName(), NewName());
        var watcher = await ConnectAsync(1, new { secret = NewKey() });
        var client = await ConnectAsync(0, new { secret, name = former });
        await WaitPersonNamedAsync(watcher, former);

        Assert.That((await client.AskAsync("name", $"  {name} "))[0].GetProperty("name").GetString(), Is.EqualTo(name));

        await WaitPersonNamedAsync(watcher, name);
        Assert.That((await watcher.AskAsync("name", former))[0].TryGetProperty("error", out _), Is.False);
    }

    [TestCase("\"\"")]
    [TestCase("7")]
    [TestCase("null")]
    [TestCase("\"   \"")]
    [TestCase("\"a\\u0001b\"")]
    [TestCase("\"a\\u200bb\"")]
    [TestCase("\"more than forty characters are too long for it\"")]
    public async Task Name_ThatIsNone_IsAnsweredWithTheFault(string name)
    {
        var client = await ConnectAsync(0, new { secret = NewKey() });

        Assert.That(
            (await client.AskAsync("name", JsonElement.Parse(name)))[0].GetProperty("error").GetString(),
            Is.EqualTo("a name must have 1 to 40 visible characters"));
    }

    private static string NewName() => $"N {Guid.NewGuid():N}"[..20];

    private static Task WaitPersonNamedAsync(NodeSocket client, string name) =>
        Eventually.TrueAsync(async () => await NamedAsync(client, name) == 1, $"{name} at {client.Name}");

    private static async Task<int> NamedAsync(NodeSocket client, string name)
    {
        var names = new Dictionary<string, string?>();
        foreach (var received in await client.ReceivedAsync())
        {
            foreach (var entry in received.Event is "online" or "presence" ? received.Args[0].EnumerateArray() : default)
            {
                names[entry.GetProperty("person").GetString()!] = entry.TryGetProperty("name", out var given) ? given.GetString() : null;
            }
        }
        return names.Values.Count(given => given == name);
    }
}
