using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>Search of a history's rooms.</summary>
public sealed class SearchTests : HistoryFixture
{
    private protected override HistoryOptions? Options => new() { IsSearchable = true };

    [Test]
    public async Task Search_OfRooms_GivesTheNewestOfThemInTheirOrder()
    {
        foreach (var room in (string[])["", "cats", "dogs", "cats", "", "cats"])
        {
            await StoreAsync($"Hello {room}", room);
        }
        await IndexedAsync(6);

        Assert.That(await IdsAsync("hello", ["cats", ""]), Is.EqualTo(new[] { 1, 2, 4, 5, 6 }));
        Assert.That(await IdsAsync("hello", ["cats", "", "cats"], count: 2), Is.EqualTo(new[] { 5, 6 }));
        Assert.That(await IdsAsync("hello", ["", "cats", "dogs"], before: 5, count: 3), Is.EqualTo(new[] { 2, 3, 4 }));
        Assert.That(await IdsAsync("dogs", ["", "cats"]), Is.Empty, "a room not asked for");
        Assert.That(await IdsAsync("hello", []), Is.Empty);
        Assert.That(await IdsAsync("*", ["cats"]), Is.Empty);
        var entry = (await History.SearchAsync("HEL cat", ["", "cats"], count: 1).Within()).Single();
        Assert.That((entry.Id, entry.Room, entry.Content, entry.Stamp.Previous, entry.Replaces), Is.EqualTo((6L, "cats", "Hello cats", 4L, (long?)null)));
    }

    [Test]
    public async Task Search_OfMoreThanAPage_GivesAll()
    {
        await AppendAsync(250);
        await AppendAsync(130, from: 251, room: "cats");
        await IndexedAsync(380);

        Assert.That(await IdsAsync("text", ["cats", ""], count: 1_000), Is.EqualTo(Enumerable.Range(1, 380)));
        Assert.That(await IdsAsync("text", ["", "cats"], count: 140), Is.EqualTo(Enumerable.Range(241, 140)));
    }

    [Test]
    public async Task Search_AfterACorrectionAndARemoval_FindsWhatCounts()
    {
        await StoreAsync("frist");
        await StoreAsync("second");
        await StoreAsync("first", replaces: 1);
        await StoreAsync(null, replaces: 2);
        await StoreAsync("done");
        await Eventually.TrueAsync(async () => (await IdsAsync("done", [""])).Length == 1, "the index");

        Assert.That(await IdsAsync("frist", [""]), Is.Empty);
        Assert.That(await IdsAsync("second", [""]), Is.Empty);
        Assert.That((await History.SearchAsync("first", [""]).Within()).Select(entry => (entry.Id, entry.Replaces)), Is.EqualTo(new[] { (3L, (long?)1L) }));
        Assert.That((await History.ReadBackAsync(99, 99).Within()).Select(entry => entry.Replaces), Is.EqualTo(new long?[] { null, null, 1, 2, null }));
    }

    [Test]
    public async Task Search_CancelledOrFailed_EndsForWhoAsked()
    {
        using var cancelled = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        Log.OnSearch = () => gate.Task.Wait();
        var search = History.SearchAsync("text", ["", "cats"], cancellation: cancelled.Token);
        await cancelled.CancelAsync();
        Assert.That(async () => await search.Within(), Throws.InstanceOf<OperationCanceledException>());
        await AppendAsync(1);
        Assert.That(await History.ReadBackAsync(9, 9).Within(), Has.Count.EqualTo(1), "a search holds up nobody who reads");
        gate.SetResult();

        Log.OnSearch = () => throw new InvalidOperationException("unreadable");
        Assert.That(async () => await History.SearchAsync("text", [""]).Within(), Throws.InvalidOperationException.With.Message.EqualTo("unreadable"));
        Log.OnSearch = () => { };
        await IndexedAsync(1);
    }

    [Test]
    public void Search_WithWrongArguments_Throws()
    {
        var other = Server.Io.Main.UseHistory("x", new HistoryOptions { Name = "x" });

        Assert.That(async () => await other.SearchAsync("a", [""]), Throws.InvalidOperationException.With.Message.Contains("IsSearchable"));
        Assert.That(async () => await History.SearchAsync("a", [""], count: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(async () => await History.SearchAsync("a", ["a\u0001b"]), Throws.ArgumentException);
        Assert.That(async () => await StoreAsync("a", replaces: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private Task IndexedAsync(int count) => Eventually.TrueAsync(
        async () => (await History.SearchAsync("hello", ["", "cats", "dogs"], count: 1_000).Within()).Count
            + (await History.SearchAsync("text", ["", "cats", "dogs"], count: 1_000).Within()).Count == count,
        "the index");

    private async Task StoreAsync(object? content, string room = "", long? replaces = null) =>
        await History.AppendAsync(Guid.NewGuid().ToString(), content, room, new AppendOptions { Replaces = replaces }).AsTask().Within();

    private async Task<long[]> IdsAsync(string text, IReadOnlyList<string> rooms, long before = long.MaxValue, int count = 50) =>
        [.. (await History.SearchAsync(text, rooms, before, count).Within()).Select(entry => entry.Id)];
}
