using System.Text.Json;
using static Client.Tests.Support.ChatClient;

namespace Client.Tests.Chat;

public sealed class PresenceTests : ChatTest
{
    private static readonly string[] Wrong =
    [
        """ "" """, """ "too short" """, $""" "{new string('p', 129)}" """, "7", "null", """ ["a secret of some length"] """,
    ];

    [TestCase(16)]
    [TestCase(128)]
    public async Task Connect_WithASecret_IsShownByItsPublicIdToTheClientsOfEveryWorker(int length)
    {
        var secret = $"{Guid.NewGuid():N}ä\"".PadRight(length, '-')[..length];
        var person = length == 128 ? null : PersonOf(secret);
        NodeSocket[] watchers = [await ConnectAsync(0), await ConnectAsync(1)];

        var client = await ConnectAsync(0, new { secret });
        person ??= (await client.WaitAsync("you")).Single().Args[0].GetProperty("person").GetString()!;
        foreach (var watcher in watchers.Append(client))
        {
            await WaitAsync(watcher, person, "online");
        }
        await client.DisconnectAsync();

        foreach (var watcher in watchers)
        {
            await WaitAsync(watcher, person, "gone");
        }
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task Connect_WithASecretThatIsNone_StandsForItself(string secret)
    {
        var known = NewKey();
        var watcher = await ConnectAsync(1, new { secret = known });
        await WaitAsync(watcher, PersonOf(known), "online");

        var before = (await StatesAsync(watcher)).Keys.ToHashSet();
        var client = await ConnectAsync(0, JsonElement.Parse($$"""{ "secret": {{secret}}, "person": "{{PersonOf(known)}}" }"""));

        // Nobody who connects later sees the id of its socket: the tutorial's keys are made of it.
        var sid = (await client.StateAsync()).Id!;
        var own = "";
        await Eventually.TrueAsync(
            async () => (own = (await StatesAsync(watcher)).Keys.Except(before).SingleOrDefault("")).Length > 0, "somebody new");
        await WaitAsync(client, own, "online");
        Assert.That(own, Does.Not.Contain(sid));
    }

    [Test]
    public async Task Connect_TwoClientsOfOnePerson_AreOneThatGoesWithTheLast()
    {
        var secret = NewKey();
        var person = PersonOf(secret);
        var watcher = await ConnectAsync(1);
        NodeSocket[] clients = [await ConnectAsync(0, new { secret }), await ConnectAsync(1, new { secret })];
        await WaitAsync(watcher, person, "online");

        foreach (var client in clients)
        {
            await client.DisconnectAsync();
        }

        await WaitAsync(watcher, person, "gone");
        Assert.That(await ChangesAsync(watcher, person), Is.EqualTo(new[] { "online", "gone" }));
    }

    [Test]
    public async Task Cut_ClientsConnection_IsAwayAndThenOnlineAgain()
    {
        var secret = NewKey();
        var person = PersonOf(secret);
        var watcher = await ConnectAsync(1);
        // Without a history to get: who drops in the middle of that begins anew, and is gone for a moment.
        var client = await ConnectAsync(0, new { secret, serverOffset = await LastIdAsync() });
        await WaitAsync(watcher, person, "online");

        await client.CutTransportAsync();
        await client.WaitConnectedAsync(connects: 2);

        await Eventually.TrueAsync(async () => (await ChangesAsync(watcher, person)).Count >= 3, "the changes of the person");
        Assert.That(await ChangesAsync(watcher, person), Is.EqualTo(new[] { "online", "away", "online" }));
    }

    [Test]
    public async Task Who_FromThePlaceOfSomebody_GivesWhoFollowsAndTheCounts()
    {
        string[] secrets = [.. new[] { NewKey(), NewKey() }.OrderBy(PersonOf, StringComparer.Ordinal)];
        var (first, second) = (PersonOf(secrets[0]), PersonOf(secrets[1]));
        await ConnectAsync(1, new { secret = secrets[0] });
        var client = await ConnectAsync(0, new { secret = secrets[1] });
        await WaitAsync(client, first, "online");

        await client.EmitAsync("who", $"o{first}");
        await client.EmitAsync("who", [null]);

        var more = (await client.WaitAsync("online more")).Single();
        Assert.That(StatesIn(more).Select(entry => entry.Person), Does.Contain(second).And.Not.Contains(first), "those online are in the order of their ids");
        var again = (await client.WaitAsync("online", 2))[1];
        Assert.That(StatesIn(again), Does.Contain((first, "online")).And.Contains((second, "online")));
        Assert.That(again.Args[1].GetProperty("online").GetInt32(), Is.EqualTo(StatesIn(again).Count(entry => entry.State == "online")));
        Assert.That(again.Args[1].GetProperty("whole").GetBoolean(), Is.True);
        Assert.That(again.Args[1].GetProperty("next").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [TestCase("7")]
    [TestCase("{}")]
    public async Task Who_WithWhatIsNoPlace_IsAnsweredWithTheFault(string place)
    {
        var client = await ConnectAsync(0);

        var answer = await client.AskAsync("who", JsonElement.Parse(place));

        Assert.That(answer[0].GetProperty("error").GetString(), Is.EqualTo("the place in the list must be a string, or null for its beginning"));
    }

    [Test]
    public async Task Connect_WhileOthersComeAndGo_EveryClientKnowsWhoIsThere()
    {
        var mark = NewKey();
        var watchers = new List<NodeSocket>();
        var mine = new Dictionary<string, bool>();
        const int Rounds = 15;
        await Task.WhenAll(ComeAndGoAsync(0), ComeAndGoAsync(1), WatchAsync());

        var last = $"{mark}-last";
        await ConnectAsync(0, new { secret = last });
        mine.Add(PersonOf(last), true);
        var staying = mine.Where(entry => entry.Value).Select(entry => entry.Key).ToArray();
        foreach (var watcher in watchers)
        {
            await Eventually.TrueAsync(
                async () => (await StatesAsync(watcher)).Keys.Where(mine.ContainsKey).ToHashSet().SetEquals(staying),
                $"the right picture at {watcher.Name}");
        }

        async Task ComeAndGoAsync(int worker)
        {
            for (var i = 0; i < Rounds; i++)
            {
                var secret = $"{mark}-{worker}-{i}";
                var client = await ConnectAsync(worker, new { secret });
                lock (mine)
                {
                    mine.Add(PersonOf(secret), i % 5 == 0);
                }
                if (i % 5 != 0)
                {
                    await client.DisconnectAsync();
                }
            }
        }

        async Task WatchAsync()
        {
            for (var i = 0; i < Rounds; i++)
            {
                watchers.Add(await ConnectAsync(i % 2));
            }
        }
    }

    private static Task WaitAsync(NodeSocket client, string person, string state) => Eventually.TrueAsync(
        async () => (await StatesAsync(client)).GetValueOrDefault(person, "gone") == state, $"{person} {state} at {client.Name}");

    /// <summary>Who is there, as a page takes it: the last list and the changes after it, in the order in which they came.</summary>
    private static async Task<Dictionary<string, string>> StatesAsync(NodeSocket client)
    {
        var states = new Dictionary<string, string>();
        foreach (var received in await client.ReceivedAsync())
        {
            if (received.Event == "online")
            {
                states.Clear();
            }
            if (received.Event is "online" or "online more" or "presence")
            {
                foreach (var (person, state) in StatesIn(received))
                {
                    states[person] = state;
                }
            }
        }
        return states.Where(entry => entry.Value != "gone").ToDictionary();
    }

    private static async Task<IReadOnlyList<string>> ChangesAsync(NodeSocket client, string person) =>
        [.. (await client.ReceivedAsync("presence")).SelectMany(StatesIn).Where(change => change.Person == person).Select(change => change.State)];

    private static IEnumerable<(string Person, string State)> StatesIn(ReceivedEvent received) => received.Args[0].EnumerateArray().Select(
        entry => (entry.GetProperty("person").GetString()!, entry.GetProperty("state").GetString()!));
}
