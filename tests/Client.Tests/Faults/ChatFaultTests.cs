using Client.Tests.Support;

namespace Client.Tests.Faults;

/// <summary>Names, rooms and private conversations of the chat when a worker is killed.</summary>
public sealed class ChatFaultTests : FaultTest
{
    [Test]
    public async Task Name_OnAWorkerThatCameLater_IsKnownThere()
    {
        await StartAsync(2);
        var ada = await ConnectAsync(0, new { secret = Key("ada"), name = "Ada" });

        await Cluster.KillWorkerAndWaitAsync(1);
        var late = await ConnectAsync(1, new { secret = Key("late"), name = "ada" });

        Assert.That((await late.WaitAsync("you"))[0].Args[0].GetProperty("error").GetString(), Does.Contain("is taken"));
        Assert.That((await late.AskAsync("name", "ADA"))[0].GetProperty("error").GetString(), Does.Contain("is taken"));
        Assert.That((await ada.AskAsync("name", "Ada L."))[0].GetProperty("name").GetString(), Is.EqualTo("Ada L."));
        await Eventually.TrueAsync(async () => (await late.AskAsync("name", "ada"))[0].TryGetProperty("name", out _), "the name that is free again");
    }

    [Test]
    public async Task Rooms_OfAClientWhoseWorkerWasKilled_AreThereAgainWithWhatWasMissed()
    {
        await StartAsync(2);
        var ada = await ConnectAsync(0, new { secret = Key("ada") });
        var bob = await ConnectAsync(1, new { secret = Key("bob") });
        foreach (var client in (NodeSocket[])[ada, bob])
        {
            await client.AskAsync("join room", "cats", 0);
            await client.AskAsync("join room", "dogs", 0);
        }

        Signal.Kill.Send(await Cluster.WorkerPidAsync(1));
        await bob.WaitDisconnectsAsync();
        var ids = new List<long>();
        foreach (var (room, text) in (ValueTuple<string, string>[])[("cats", "miaow"), ("dogs", "woof")])
        {
            ids.Add((await ada.SayAsync(text, Key(text), new { room })).GetProperty("id").GetInt64());
        }
        ids.Add((await ada.SayAsync("for you", Key("private"), new { to = ChatClient.PersonOf(Key("bob")) })).GetProperty("id").GetInt64());
        await bob.WaitConnectedAsync(connects: 2, TimeSpan.FromSeconds(20));

        Assert.That((await bob.WaitShownIdAsync(ids[^1])).Select(message => message.Id), Is.EqualTo(ids));
        await bob.AskAsync("leave room", "dogs");
        var last = (await bob.SayAsync("and back", Key("back"), new { room = "cats" })).GetProperty("id").GetInt64();
        await ada.SayAsync("not for who has left", Key("left"), new { room = "dogs" });
        var end = (await ada.SayAsync("the end", Key("end"))).GetProperty("id").GetInt64();
        Assert.That((await bob.WaitShownIdAsync(end)).Select(message => message.Id), Is.EqualTo(ids.Append(last).Append(end)));
    }

    private static string Key(string name) => $"a key that is long enough: {name}";
}
