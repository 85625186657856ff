using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>Rooms of a history, and what their events say of themselves.</summary>
public sealed class HistoryRoomTests : HistoryFixture
{
    [Test]
    public async Task Append_ToARoom_ReachesThoseWhoHaveItAndNamesTheOneBefore()
    {
        using var cats = await ConnectToAsync(("cats", 0));
        using var main = await ConnectAsync();
        using var both = await ConnectToAsync(("", 0), ("cats", 0));
        await AppendAsync(1);
        await AppendAsync(1, from: 2, room: "cats");
        await AppendAsync(1, from: 3);
        await AppendAsync(1, from: 4, room: "cats");

        Assert.That(await main.ReadAsync(2), Is.EqualTo(["""42["m","text 1",1]""", """42["m","text 3",3]"""]));
        Assert.That((await cats.ReadAsync(2)).Select(Timeless), Is.EqualTo(["""42["m","text 2",2,{"previous":0,"room":"cats"}]""", """42["m","text 4",4,{"previous":2,"room":"cats"}]"""]));
        Assert.That((await both.ReadAsync(4)).Select(text => IdOf(text)), Is.EqualTo(new[] { 1, 2, 3, 4 }));
        Assert.That((await main.SyncAsync()).Concat(await cats.SyncAsync()), Is.Empty);
    }

    [Test]
    public async Task Replay_OfSeveralRooms_SendsEachFromItsOwnIdAndThenWhatIsNew()
    {
        await AppendAsync(3);
        await AppendAsync(3, from: 4, room: "cats");
        await AppendAsync(1, from: 7);
        await AppendAsync(1, from: 8, room: "dogs");

        using var client = await ConnectToAsync(("cats", 4), ("", 2), ("birds", 0));

        Assert.That((await client.ReadAsync(4)).Select(text => IdOf(text)), Is.EqualTo(new[] { 5, 6, 3, 7 }));
        await AppendAsync(1, from: 9, room: "dogs");
        await AppendAsync(1, from: 10, room: "birds");
        Assert.That(Timeless(await client.ReadAsync()), Is.EqualTo("""42["m","text 10",10,{"previous":0,"room":"birds"}]"""));
    }

    [Test]
    public async Task Replay_WithALimit_CountsInEachRoomAndNamesIt()
    {
        await AppendAsync(4);
        await AppendAsync(4, from: 5, room: "cats");
        await AppendAsync(1, from: 9);

        using var client = await ReturningClient.ConnectAsync(Server, auth: """{"rooms":{"cats":0,"":0},"newest":2}""");

        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["left out",6,"cats",null]"""));
        Assert.That((await client.ReadAsync(2)).Select(text => IdOf(text)), Is.EqualTo(new[] { 7, 8 }));
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["left out",3]"""));
        Assert.That((await client.ReadAsync(2)).Select(text => IdOf(text)), Is.EqualTo(new[] { 4, 9 }));
    }

    [Test]
    public async Task Replay_OfARoomLater_ComesBetweenWhatWasAndWhatIsNew()
    {
        await AppendAsync(2, room: "cats");
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);

        var socket = await Server.SocketAsync(client.Sid);
        History.Replay(socket, [new RoomPosition("cats", 1)]);
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(2));
        await AppendAsync(1, from: 4, room: "cats");
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(4));

        History.Replay(socket, [new RoomPosition("cats", 0), new RoomPosition("", 0)]);
        Assert.That(await client.SyncAsync(), Is.Empty, "it has both");
    }

    [Test]
    public async Task Replay_OfSeveralRoomsOneAfterTheOtherWhileAllGrow_EachIsWholeAndInOrder()
    {
        string[] rooms = ["", "a", "b", "c"];
        foreach (var room in rooms)
        {
            await AppendAsync(150, room: room);
        }
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var appending = Task.WhenAll(rooms.Select(room => Task.Run(() => AppendAsync(200, from: 151, room: room))));

        foreach (var room in rooms)
        {
            History.Replay(socket, [new RoomPosition(room, 0)]);
        }
        var seen = await client.ReadAsync(rooms.Length * 350).WaitAsync(TimeSpan.FromSeconds(60));
        await appending.Within();

        foreach (var room in rooms)
        {
            Assert.That(
                seen.Where(text => RoomOf(text) == room).Select(text => Items(text)[1].GetString()),
                Is.EqualTo(Enumerable.Range(1, 350).Select(number => $"text {number}")), $"room \"{room}\"");
        }
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_WithRooms_GetsWhatEachMissed()
    {
        await AppendAsync(2, room: "cats");
        using var client = await ConnectToAsync(("", 0), ("cats", 0));
        await client.ReadAsync(2);
        await BecomeLiveAsync(client);
        client.Raw.Abort();
        await AppendAsync(1, from: 4, room: "cats");
        await AppendAsync(1, from: 5);
        await AppendAsync(1, from: 6, room: "dogs");

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        Assert.That((await client.ReadAsync(2)).Select(text => IdOf(text)), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(await client.SyncAsync(), Is.Empty);
    }

    [Test]
    public async Task Return_BeforeARoomThatWasEnteredLaterIsThere_IsANewSession()
    {
        await AppendAsync(3, room: "cats");
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);
        var (reading, gate) = HoldReading();
        History.Replay(await Server.SocketAsync(client.Sid), [new RoomPosition("cats", 0)]);
        await reading.Within();

        client.Raw.Abort();
        gate.SetResult();
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False);
    }

    [Test]
    public async Task Return_AfterARoomInWhichNothingWasStored_IsRecovered()
    {
        using var client = await ConnectAsync();
        await BecomeLiveAsync(client);
        await AppendAsync(1, from: 2, room: "dogs");
        History.Replay(await Server.SocketAsync(client.Sid), [new RoomPosition("cats", 0)]);
        await AppendAsync(1, from: 3, room: "cats");
        Assert.That(IdOf(await client.ReadAsync()), Is.EqualTo(3));

        await client.ReturnAsync();

        Assert.That(client.Recovered);
    }

    [Test]
    public async Task Return_WhileTheSecondOfTwoHistoriesIsReplayed_IsANewSessionAndLaterOnIsRecovered()
    {
        var other = Server.Io.Main.UseHistory("n", new HistoryOptions { Name = "other" });
        await AppendAsync(2);
        await other.AppendAsync("key", "other text").AsTask().Within();
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        History.Replay(socket, 0);
        Assert.That(await client.ReadAsync(2), Is.EqualTo(Messages(1, 2)));
        await BecomeLiveAsync(client);
        var (reading, gate) = HoldReading();
        other.Replay(socket, 0);
        await reading.Within();

        client.Raw.Abort();
        gate.SetResult();
        await client.ReturnAsync();

        Assert.That(client.Recovered, Is.False, "it has not the whole of one of them");
        socket = await Server.SocketAsync(client.Sid);
        other.Replay(socket, 0);
        History.Replay(socket, 2);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["n","other text",3]"""));
        Assert.That(await client.ReadAsync(), Does.StartWith("""42["m","live",4"""));
        await client.ReturnAsync();
        Assert.That(client.Recovered);
        await other.AppendAsync("key 2", "more").AsTask().Within();
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["n","more",5]"""));
    }

    [Test]
    public async Task Replay_SeveralThatFollowOneAnother_TakeAnEntryEachAndOneMark()
    {
        var other = Server.Io.Main.UseHistory("n", new HistoryOptions { Name = "other" });
        await AppendAsync(2);
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);
        var sequencer = Server.Services.GetRequiredService<ISequencer>();
        var before = sequencer.LastSubmission;
        var (reading, gate) = HoldReading();
        History.Replay(socket, 0);
        await reading.Within();

        other.Replay(socket, 0);
        History.Replay(socket, [new RoomPosition("a", 0)]);
        gate.SetResult();

        Assert.That(await client.ReadAsync(2), Is.EqualTo(Messages(1, 2)));
        const int joinsAndMark = 3 + 1;
        await Eventually.TrueAsync(() => sequencer.LastSubmission >= before + joinsAndMark, "the mark");
        await BecomeLiveAsync(client);
        Assert.That(sequencer.LastSubmission - before, Is.EqualTo(joinsAndMark + 1));
        await client.ReturnAsync();
        Assert.That(client.Recovered);
    }

    [Test]
    public async Task Append_AnyJsonWithDetailsAndAnEventOfItsOwn_ComesAsItWasLiveAndInAReplay()
    {
        using var live = await ConnectAsync();
        await BecomeLiveAsync(live);
        await History.AppendAsync("k", new { a = 1, b = new[] { "x" } }, "", new AppendOptions { EventName = "edited", Details = new { by = "Ada", of = 1 } }).AsTask().Within();
        await History.AppendAsync("null", null).AsTask().Within();
        await History.AppendAsync("text", "\"json\"", "cats\"", new AppendOptions { Details = new Dictionary<string, string>() }).AsTask().Within();

        const string edited = """42["edited",{"a":1,"b":["x"]},2,{"previous":1,"by":"Ada","of":1}]""";
        Assert.That(Timeless(await live.ReadAsync()), Is.EqualTo(edited));
        Assert.That(await live.ReadAsync(), Is.EqualTo("""42["m",null,3]"""));
        using var late = await ConnectToAsync(("", 1), ("cats\\\"", 0));
        Assert.That(Timeless(await late.ReadAsync()), Is.EqualTo(edited));
        Assert.That(await late.ReadAsync(), Is.EqualTo("""42["m",null,3]"""));
        Assert.That(Items(Timeless(await late.ReadAsync())).Select(item => item.ToString()), Is.EqualTo(["m", "\"json\"", "4", """{"previous":0,"room":"cats\""}"""]));
        var read = await History.ReadBackAsync(4, 2).Within();
        Assert.That(read.Select(entry => (entry.EventName, entry.IsJson, entry.Content)), Is.EqualTo(new[] { ("edited", true, """{"a":1,"b":["x"]}"""), ("", true, "null") }));
        Assert.That(read[0].Describe().GetProperty("by").GetString(), Is.EqualTo("Ada"));
    }

    [Test]
    public async Task Append_AKeyOfAnotherRoom_IsRefused()
    {
        await AppendAsync(1);

        Assert.That(await History.AppendAsync("key  1", "text 1", "cats").AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 1)));
        Assert.That(await History.AppendAsync("key  1", "text 1", "", new AppendOptions { EventName = "edited" }).AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.KeyConflict, 1)));
        Assert.That(await History.AppendAsync("key  1", "text 1", "", new AppendOptions { Details = new { by = "me" } }).AsTask().Within(), Is.EqualTo(new AppendResult(AppendStatus.Duplicate, 1)));
    }

    [Test]
    public void Append_WhatIsNotAllowed_Throws()
    {
        Assert.That(async () => await History.AppendAsync("", "text"), Throws.ArgumentException);
        Assert.That(async () => await History.AppendAsync("\u0001x", "text"), Throws.ArgumentException);
        Assert.That(async () => await History.AppendAsync("k", "text", "a\u0001b"), Throws.ArgumentException);
        Assert.That(async () => await History.AppendAsync("k", "text", "", new AppendOptions { EventName = "connect" }), Throws.ArgumentException);
        Assert.That(async () => await History.AppendAsync("k", "text", "", new AppendOptions { Details = 5 }), Throws.ArgumentException);
        Assert.That(async () => await History.AppendAsync("k", "text", "", new AppendOptions { Details = new { room = "x" } }), Throws.ArgumentException);
    }

    [Test]
    public async Task Rooms_OfASocketWithRoomsOfAHistory_DoNotShowTheLibrarysOwn()
    {
        using var client = await ConnectToAsync(("", 0), ("cats", 0));
        await BecomeLiveAsync(client);

        Assert.That((await Server.SocketAsync(client.Sid)).Rooms, Is.EqualTo([client.Sid]));
    }

    [Test]
    public async Task Replay_OfRoomsWhoseNamesTakeTooMuch_Throws()
    {
        using var client = await ReturningClient.ConnectAsync(Server);
        var socket = await Server.SocketAsync(client.Sid);

        Assert.That(
            () => History.Replay(socket, [.. Enumerable.Range(0, 70).Select(number => new RoomPosition(new string('x', 1_000) + number, 0))]),
            Throws.ArgumentException);
        await AppendAsync(1);
        History.Replay(socket, 0);
        Assert.That(await client.ReadAsync(), Is.EqualTo("""42["m","text 1",1]"""));
    }

    /// <summary>The event without its time, which is about now.</summary>
    private static string Timeless(string message)
    {
        var start = message.IndexOf(",\"at\":", StringComparison.Ordinal);
        var end = message.IndexOfAny([',', '}'], start + 1);
        var at = long.Parse(message[(start + 6)..end], System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(at), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
        return message[..start] + message[end..];
    }

    private static JsonElement[] Items(string message)
    {
        using var document = JsonDocument.Parse(message[2..]);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static long IdOf(string message) => Items(message)[2].GetInt64();

    private static string RoomOf(string message) =>
        Items(message) is [_, _, _, var description, ..] && description.TryGetProperty("room", out var room) ? room.GetString()! : "";
}

/// <summary>A history whose events all say what the log knows of them.</summary>
public sealed class DescribedHistoryTests : HistoryFixture
{
    private protected override HistoryOptions Options => new() { DescribeEvents = true };

    [Test]
    public async Task Events_OfTheMainRoom_AreDescribed()
    {
        using var live = await ConnectAsync();
        await AppendAsync(2);
        using var late = await ConnectAsync();

        foreach (var client in (ReturningClient[])[live, late])
        {
            Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 1",1,\{"previous":0,"at":\d+\}\]$"""));
            Assert.That(await client.ReadAsync(), Does.Match("""^42\["m","text 2",2,\{"previous":1,"at":\d+\}\]$"""));
        }
    }
}
