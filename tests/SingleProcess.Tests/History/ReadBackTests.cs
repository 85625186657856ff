using SocketIO.History;

namespace SingleProcess.Tests.History;

/// <summary>What was before an id, or behind it, for whoever asks.</summary>
public sealed class ReadBackTests : HistoryFixture
{
    [TestCase(251, 3, 248, 250)]
    [TestCase(251, 1_000, 1, 250)]
    [TestCase(201, 150, 51, 200)]
    [TestCase(3, 50, 1, 2)]
    [TestCase(2, 1, 1, 1)]
    [TestCase(1, 50, 0, -1)]
    [TestCase(-5, 50, 0, -1)]
    [TestCase(300, 60, 191, 250)]
    [TestCase(long.MaxValue, 60, 191, 250)]
    public async Task ReadBack_GivesTheLastOnesBeforeAnIdInTheirOrder(long before, int count, int first, int last)
    {
        await AppendAsync(250);

        var read = await History.ReadBackAsync(before, count).Within();

        Assert.That(read.Select(entry => entry.Id), Is.EqualTo(Enumerable.Range(first, last - first + 1)));
        Assert.That(read.Select(entry => entry.Content), Is.EqualTo(Enumerable.Range(first, last - first + 1).Select(id => $"text {id}")));
    }

    [Test]
    public async Task ReadBack_OfARoom_GivesNothingOfOthers()
    {
        await AppendAsync(2);
        await AppendAsync(3, from: 3, room: "cats");
        await AppendAsync(1, from: 6);
        await AppendAsync(1, from: 7, room: "cats");

        Assert.That((await History.ReadBackAsync(7, 2, "cats").Within()).Select(entry => entry.Id), Is.EqualTo(new[] { 4, 5 }));
        Assert.That((await History.ReadBackAsync(100, 9).Within()).Select(entry => entry.Id), Is.EqualTo(new[] { 1, 2, 6 }));
        Assert.That(await History.ReadBackAsync(100, 9, "dogs").Within(), Is.Empty);
        var last = (await History.ReadBackAsync(100, 1, "cats").Within()).Single();
        Assert.That((last.Stamp.Previous, last.Stamp.Room), Is.EqualTo((5L, "cats")));
        Assert.That(DateTimeOffset.FromUnixTimeMilliseconds(last.Stamp.At), Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [TestCase(0, 3, 1, 3)]
    [TestCase(-5, 3, 1, 3)]
    [TestCase(10, 150, 11, 160)]
    [TestCase(245, 50, 246, 250)]
    [TestCase(250, 50, 0, -1)]
    [TestCase(long.MaxValue, 50, 0, -1)]
    public async Task ReadForward_GivesTheFirstOnesBehindAnIdInTheirOrder(long after, int count, int first, int last)
    {
        await AppendAsync(250);
        await AppendAsync(3, from: 251, room: "cats");

        var read = await History.ReadForwardAsync(after, count).Within();

        Assert.That(read.Select(entry => entry.Id), Is.EqualTo(Enumerable.Range(first, last - first + 1)));
        Assert.That((await History.ReadForwardAsync(after, count, "cats").Within()).Select(entry => entry.Id), Is.EqualTo(after > 253 ? [] : new[] { 251, 252, 253 }));
    }

    [Test]
    public async Task ReadReplacements_GivesTheLastOneOfEachThatWasReplacedInItsRoom()
    {
        await AppendAsync(3);
        await ReplaceAsync(2, "first");
        await ReplaceAsync(1, "other");
        await ReplaceAsync(2, "second");
        await ReplaceAsync(3, "elsewhere", "cats");

        var read = await History.ReadReplacementsAsync([1, 2, 3, 99]).Within();

        Assert.That(read.Select(entry => (entry.Replaces, entry.Content)), Is.EqualTo(new[] { (1L, "other"), (2L, "second") }));
        Assert.That((await History.ReadReplacementsAsync([1, 3], "cats").Within()).Select(entry => entry.Content), Is.EqualTo(new[] { "elsewhere" }));
        Assert.That(await History.ReadReplacementsAsync([]).Within(), Is.Empty);

        async Task ReplaceAsync(long id, string text, string room = "") =>
            await History.AppendAsync($"{text} for {id}", text, room, new AppendOptions { Replaces = id }).AsTask().Within();
    }

    [Test]
    public async Task ReadBack_FromALogThatCannotBeRead_FailsForWhoAsked()
    {
        await AppendAsync(5);
        Log.OnReadBack = () => throw new InvalidOperationException("unreadable");

        Assert.That(async () => await History.ReadBackAsync(4, 2).Within(), Throws.InvalidOperationException.With.Message.EqualTo("unreadable"));

        Log.OnReadBack = () => { };
        Assert.That((await History.ReadBackAsync(4, 2).Within()).Select(entry => entry.Id), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public void ReadBack_OfNothing_Throws()
    {
        Assert.That(async () => await History.ReadBackAsync(4, 0).Within(), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(async () => await History.ReadBackAsync(4, 1, "a\u0001b").Within(), Throws.ArgumentException);
    }
}
