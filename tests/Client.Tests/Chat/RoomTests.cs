using System.Text.Json;
using Client.Tests.Support;
using static Client.Tests.Support.ChatClient;

namespace Client.Tests.Chat;

/// <summary>Public rooms.</summary>
public sealed class RoomTests : ChatTest
{
    [Test]
    public async Task Join_ARoom_GivesItsMessagesAndThenWhatIsNewToItsMembersOnly()
    {
        var room = NewRoom();
        var first = await ConnectAsync(0, New());
        var other = await ConnectAsync(1, New());
        await first.AskAsync("join room", room);
        var one = await SayAsync(first, "one", room);

        var second = await ConnectAsync(1, New());
        var answer = (await second.AskAsync("join room", room))[0];
        Assert.That(answer.GetProperty("room").GetString(), Is.EqualTo(room));
        Assert.That(answer.GetProperty("online").GetArrayLength(), Is.GreaterThanOrEqualTo(1));
        var two = await SayAsync(second, "two", room);

        foreach (var client in (NodeSocket[])[first, second])
        {
            var shown = await client.WaitShownIdAsync(two);
            Assert.That(shown.Where(message => message.About.TryGetProperty("room", out var its) && its.GetString() == room).Select(message => message.Id), Is.EqualTo(new[] { one, two }));
            Assert.That(shown.Single(message => message.Id == two).About.GetProperty("previous").GetInt64(), Is.EqualTo(one));
        }
        var end = await other.SayForIdAsync("end", NewKey());
        Assert.That((await other.WaitShownIdAsync(end)).Select(message => message.Id), Does.Not.Contain(one).And.Not.Contains(two));
    }

    [Test]
    public async Task Rooms_ThatThereAre_AreToldToEverybodyWithASecret()
    {
        var room = NewRoom();
        var watcher = await ConnectAsync(1, New());
        var client = await ConnectAsync(0, New());
        var tutorial = await ConnectAsync(0);
        await client.AskAsync("join room", room);

        await Eventually.TrueAsync(async () => (await watcher.ReceivedAsync("room")).Any(received => received.Args[0].GetString() == room), "the room");
        var same = (await watcher.AskAsync("join room", room.ToUpperInvariant()))[0];
        Assert.That(same.GetProperty("room").GetString(), Is.EqualTo(room), "in other letters it is the same");
        var late = await ConnectAsync(1, New());
        await Eventually.TrueAsync(async () => (await late.ReceivedAsync("room")).Any(received => received.Args[0].GetString() == room), "the room");
        Assert.That(await tutorial.ReceivedAsync("room"), Is.Empty);
    }

    [Test]
    public async Task Connect_WithRooms_IsInThemFromWhereItHasThem()
    {
        var room = NewRoom();
        var secret = NewKey();
        var client = await ConnectAsync(0, New(secret));
        await client.AskAsync("join room", room);
        var one = await SayAsync(client, "one", room);
        var two = await SayAsync(client, "two", room);
        await client.DisconnectAsync();

        var again = await ConnectAsync(1, new { secret, serverOffset = 1_000_000_000, rooms = new Dictionary<string, long> { [room] = one } });

        Assert.That(Of(await again.WaitShownIdAsync(two), room), Is.EqualTo(new[] { two }));
        var three = await SayAsync(again, "three", room);
        Assert.That(Of(await again.WaitShownIdAsync(three), room), Is.EqualTo(new[] { two, three }));
    }

    [Test]
    public async Task Connect_WithARoomInOtherLetters_IsInTheSameRoom()
    {
        var room = NewRoom();
        var client = await ConnectAsync(0, New());
        await client.AskAsync("join room", room);
        var one = await SayAsync(client, "one", room);

        // Those of another worker's clients know it, or not.
        var others = await Task.WhenAll(Enumerable.Range(0, 2).Select(worker => ConnectAsync(
            worker, new { secret = NewKey(), serverOffset = 1_000_000_000, rooms = new Dictionary<string, long> { [room.ToUpperInvariant()] = 0, [room] = one } })));

        var two = await SayAsync(client, "two", room);
        foreach (var other in others)
        {
            Assert.That(Of(await other.WaitShownIdAsync(two), room), Is.EqualTo(new[] { one, two }));
        }
        Assert.That(await SayAsync(others[0], "three", room), Is.GreaterThan(two));
    }

    [Test]
    public async Task Leave_ARoom_GetsNothingMoreOfItAndMayNotWriteThere()
    {
        var room = NewRoom();
        NodeSocket[] clients = [await ConnectAsync(0, New()), await ConnectAsync(1, New())];
        foreach (var client in clients)
        {
            await client.AskAsync("join room", room);
        }
        Assert.That((await clients[1].AskAsync("leave room", room))[0].GetProperty("room").GetString(), Is.EqualTo(room));

        var one = await SayAsync(clients[0], "one", room);
        var end = await clients[0].SayForIdAsync("end", NewKey());

        Assert.That(Of(await clients[1].WaitShownIdAsync(end), room), Is.Empty);
        Assert.That((await clients[1].SayAsync("x", NewKey(), new { room })).GetProperty("error").GetString(), Is.EqualTo("there is no such room, or you are not in it"));
        Assert.That((await clients[0].AskAsync("older", one + 1, new { room }))[0].GetProperty("messages").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Presence_InARoom_IsToldToItsMembers()
    {
        var room = NewRoom();
        var secret = NewKey();
        var watcher = await ConnectAsync(1, New());
        await watcher.AskAsync("join room", room);
        var client = await ConnectAsync(0, New(secret));
        await client.AskAsync("join room", room);
        await WaitAsync(watcher, room, PersonOf(secret), "online");

        await client.DisconnectAsync();

        await WaitAsync(watcher, room, PersonOf(secret), "gone");
    }

    [Test]
    public async Task RoomOnline_WhenEnteringARoomOrConnectingWithIt_TellsWhoIsInItOneselfIncluded()
    {
        var room = NewRoom();
        string[] secrets = [NewKey(), NewKey()];
        var first = await ConnectAsync(0, New(secrets[0]));
        await first.AskAsync("join room", room);
        Assert.That(await ListedAsync(first, room), Is.EqualTo(new[] { PersonOf(secrets[0]) }));

        var second = await ConnectAsync(1, new { secret = secrets[1], serverOffset = 1_000_000_000, rooms = new Dictionary<string, long> { [room] = 0 } });

        Assert.That(await ListedAsync(second, room), Is.EquivalentTo(secrets.Select(PersonOf)));
    }

    [Test]
    public async Task Typing_IsToldToThoseInTheSamePlaceOnly()
    {
        var room = NewRoom();
        string[] secrets = [NewKey(), NewKey(), NewKey()];
        NodeSocket[] clients = [await ConnectAsync(0, New(secrets[0])), await ConnectAsync(1, New(secrets[1])), await ConnectAsync(1, New(secrets[2]))];
        await clients[0].AskAsync("join room", room);
        await clients[1].AskAsync("join room", room);

        await clients[0].EmitAsync("typing", new { room });
        await clients[0].EmitAsync("typing", new { to = PersonOf(secrets[2]) });
        await clients[0].EmitAsync("typing", null, true);

        var person = PersonOf(secrets[0]);
        await Eventually.TrueAsync(async () => (await TypingAsync(clients[1], person)).Count == 2, "two notices");
        Assert.That(await TypingAsync(clients[1], person), Is.EqualTo(new[] { $"room {room}", "main stopped" }));
        await Eventually.TrueAsync(async () => (await TypingAsync(clients[2], person)).Count == 2, "two notices");
        Assert.That(await TypingAsync(clients[2], person), Is.EqualTo(new[] { "private", "main stopped" }));
        Assert.That(await TypingAsync(clients[0], person), Is.Empty);
    }

    [Test]
    public async Task Edit_OnesOwnMessage_IsToldInItsPlaceAndKept()
    {
        var room = NewRoom();
        var (writer, reader) = (await ConnectAsync(0, New()), await ConnectAsync(1, New()));
        await writer.AskAsync("join room", room);
        await reader.AskAsync("join room", room);
        var id = await SayAsync(writer, "frist", room);
        var key = NewKey();

        var edit = (await writer.AskAsync("edit", id, "first", key, new { room }))[0].GetProperty("id").GetInt64();
        Assert.That((await writer.AskAsync("edit", id, "first", key, new { room }))[0].GetProperty("id").GetInt64(), Is.EqualTo(edit), "a repeat");
        await writer.AskAsync("edit", id, null, NewKey(), new { room });

        await Eventually.TrueAsync(async () => (await reader.ReceivedAsync("chat edited")).Count == 2, "two changes");
        var told = await reader.ReceivedAsync("chat edited");
        Assert.That(told.Select(received => (received.Args[0].ToString(), received.Args[2].GetProperty("of").GetInt64())), Is.EqualTo(new[] { ("first", id), ("", id) }));
        var stored = (await reader.AskAsync("older", 1_000_000, new { room }))[0].GetProperty("messages").EnumerateArray();
        Assert.That(
            stored.Select(message => (message.GetProperty("event").GetString(), message.GetProperty("text").GetString())),
            Is.EqualTo(new[] { ("chat message", "frist"), ("chat edited", "first"), ("chat edited", null) }));
        Assert.That((await reader.AskAsync("edit", id, "mine", NewKey(), new { room }))[0].GetProperty("error").GetString(), Is.EqualTo("there is no such message of yours"));
        Assert.That((await writer.AskAsync("edit", edit, "again", NewKey(), new { room }))[0].GetProperty("error").GetString(), Is.EqualTo("there is no such message of yours"));
    }

    [TestCase("\"\"")]
    [TestCase("\"a/b\"")]
    [TestCase("7")]
    [TestCase("null")]
    public async Task Join_WhatIsNoRoom_IsAnsweredWithTheFault(string room)
    {
        var client = await ConnectAsync(0, New());

        Assert.That(
            (await client.AskAsync("join room", JsonElement.Parse(room)))[0].GetProperty("error").GetString(),
            Is.EqualTo("the name of a room must have 1 to 40 visible characters, and no slash"));
    }

    private static object New(string? secret = null) => new { secret = secret ?? NewKey(), serverOffset = 1_000_000_000 };

    private static string NewRoom() => $"room {Guid.NewGuid():N}"[..20];

    private static async Task<long> SayAsync(NodeSocket client, string text, string room) =>
        (await client.SayAsync(text, NewKey(), new { room })).GetProperty("id").GetInt64();

    private static IEnumerable<long> Of(IEnumerable<ShownMessage> messages, string room) =>
        messages.Where(message => message.About.TryGetProperty("room", out var its) && its.GetString() == room).Select(message => message.Id);

    /// <summary>The persons of the first list of a room that comes.</summary>
    private static async Task<IEnumerable<string?>> ListedAsync(NodeSocket client, string room)
    {
        JsonElement[]? list = null;
        await Eventually.TrueAsync(async () => (list = (await client.ReceivedAsync("room online"))
            .Where(received => received.Args[0].GetString() == room)
            .Select(received => received.Args[1].EnumerateArray().ToArray()).FirstOrDefault()) is not null, $"the list of {room}");
        return list!.Select(entry => entry.GetProperty("person").GetString());
    }

    private static async Task<List<string>> TypingAsync(NodeSocket client, string person) =>
    [
        .. (await client.ReceivedAsync("typing")).Select(received => received.Args[0]).Where(notice => notice.GetProperty("person").GetString() == person).Select(notice =>
            (notice.TryGetProperty("room", out var room) ? $"room {room.GetString()}" : notice.TryGetProperty("private", out _) ? "private" : "main")
            + (notice.TryGetProperty("stopped", out _) ? " stopped" : "")),
    ];

    private static Task WaitAsync(NodeSocket client, string room, string person, string state) => Eventually.TrueAsync(
        async () => (await client.ReceivedAsync("room presence"))
            .Where(received => received.Args[0].GetString() == room)
            .SelectMany(received => received.Args[1].EnumerateArray())
            .Where(entry => entry.GetProperty("person").GetString() == person)
            .Select(entry => entry.GetProperty("state").GetString()).LastOrDefault() == state,
        $"{person} {state} in {room}");
}
