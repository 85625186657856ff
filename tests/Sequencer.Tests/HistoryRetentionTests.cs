using NUnit.Framework;

namespace Sequencer.Tests;

/// <summary>How long durable rows are kept, in a file and in memory.</summary>
[TestFixture(true)]
[TestFixture(false)]
public sealed class HistoryRetentionTests(bool inMemory) : HistoryFixture(inMemory)
{
    private static readonly HistoryRoom Dogs = new("", "dogs");
    private static readonly HistoryRoom News = new("news", "");

    [Test]
    public void MaxEvents_KeepsTheNewestOfEachRoom()
    {
        Keep(new HistoryPolicy("") { MaxEvents = 2 });
        Commit(Cats, Cats, Dogs, News, Cats, News, News, Cats, Dogs);

        Tidy();

        Assert.That(Ids(Cats), Is.EqualTo(new[] { 5, 8 }));
        Assert.That(Ids(Dogs), Is.EqualTo(new[] { 3, 9 }));
        Assert.That(Ids(News), Is.EqualTo(new[] { 4, 6, 7 }), "another history");
        Assert.That(Reader.FindRemoved(Cats), Is.EqualTo(2));
        Assert.That(Reader.FindRemoved(Dogs), Is.Zero);
        Assert.That(Reader.FindRemoved(new HistoryRoom("", "none")), Is.Zero);
    }

    [Test]
    public void MaxEvents_SaidLater_HoldsForWhatIsThere()
    {
        Commit([.. Enumerable.Repeat(Cats, 30), .. Enumerable.Repeat(Dogs, 20), .. Enumerable.Repeat(News, 20)]);
        Tidy();
        Assert.That(Ids(Cats), Has.Length.EqualTo(30), "for ever by default");

        Keep(new HistoryPolicy("") { MaxEvents = 5 });
        Commit(Cats);
        Tidy();

        Assert.That(Ids(Cats), Is.EqualTo(new[] { 27, 28, 29, 30, 71 }));
        Assert.That(Ids(Dogs), Is.EqualTo(new[] { 46, 47, 48, 49, 50 }));
        Assert.That(Ids(News), Has.Length.EqualTo(20));
    }

    [Test]
    public void MaxEvents_TheLastWordCounts()
    {
        Keep(new HistoryPolicy("") { MaxEvents = 2 });
        Keep(new HistoryPolicy("") { MaxEvents = 4 });
        Commit(Cats, Cats, Cats, Cats, Cats);
        Tidy();
        Assert.That(Ids(Cats), Is.EqualTo(new[] { 2, 3, 4, 5 }));

        Keep(new HistoryPolicy(""));
        Commit(Cats, Cats);
        Tidy();

        Assert.That(Ids(Cats), Has.Length.EqualTo(6));

        Keep(new HistoryPolicy("") { MaxEvents = 3 });
        Tidy();

        Assert.That(Ids(Cats), Is.EqualTo(new[] { 5, 6, 7 }), "what came while nobody counted, counts too");
    }

    [Test]
    public void MaxAge_RemovesWhatIsOlder()
    {
        Keep(new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });
        Commit(Cats, News, Dogs, Cats);
        Time.Advance(TimeSpan.FromMinutes(40));
        Commit(Cats, HistoryRoom.Main);
        Time.Advance(TimeSpan.FromMinutes(21));

        Tidy();

        Assert.That(Ids(Cats), Is.EqualTo(new[] { 5 }));
        Assert.That(Ids(Dogs), Is.Empty);
        Assert.That(Ids(News), Is.EqualTo(new[] { 2 }));
        Assert.That(Ids(HistoryRoom.Main), Is.EqualTo(new[] { 6 }));
        Assert.That((Reader.FindRemoved(Cats), Reader.FindRemoved(Dogs)), Is.EqualTo((4L, 3L)));
    }

    [Test]
    public void MaxAgeAndMaxEvents_BothHold()
    {
        Keep(new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1), MaxEvents = 3 });
        Commit(Cats, Cats, Cats, Dogs);
        Tidy();
        Time.Advance(TimeSpan.FromMinutes(61));
        Commit(Cats, Cats, Cats, Cats, Dogs);

        Tidy();

        Assert.That(Ids(Cats), Is.EqualTo(new[] { 6, 7, 8 }));
        Assert.That(Ids(Dogs), Is.EqualTo(new[] { 9 }));
    }

    [Test]
    public void Removed_KeysAreForgottenAndIdsAndPreviousAreNot()
    {
        Keep(new HistoryPolicy("") { MaxEvents = 2 });
        Commit(Cats, Cats, Cats, Cats);
        Tidy();

        var rows = Reader.ReadPage(Cats, 0, 99, 99, 9_000);
        Assert.That(rows.Select(row => (row.Id, row.Stamp.Previous)), Is.EqualTo(new[] { (3L, 2L), (4L, 3L) }), "as they were stored");
        var again = Log.Commit([Submit(new DurableAppend("key 0", "text") { Room = Cats }), Submit(new DurableAppend("key 3", "text") { Room = Cats })]);
        Assert.That(again.Select(result => (result.Status, result.DurableId)),
            Is.EqualTo(new[] { (SubmissionStatus.Sequenced, 5L), (SubmissionStatus.Duplicate, 4L) }));
    }

    [Test]
    public void Removed_AllOfARoom_TheNextOneKnowsWhichWasBeforeIt()
    {
        Keep(new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });
        Commit(Cats, Dogs, Cats);
        Time.Advance(TimeSpan.FromHours(2));
        Tidy();
        Assert.That(Ids(Cats), Is.Empty);

        Commit(Cats, Cats);

        Assert.That(Reader.ReadPage(Cats, 0, 99, 99, 9_000).Select(row => (row.Id, row.Stamp.Previous)), Is.EqualTo(new[] { (4L, 3L), (5L, 4L) }));
        Assert.That(Reader.FindRemoved(Cats), Is.EqualTo(3));
    }

    [Test]
    public void Append_SentAgainAfterItWasRemoved_IsNotStoredAgain()
    {
        Keep(new HistoryPolicy("") { MaxEvents = 1 });
        var first = Submit(new DurableAppend("k", "text") { Room = Cats });
        Log.Commit([first]);
        Commit(Cats);
        Tidy();

        var result = Log.Commit([first]).Single();

        Assert.That((result.Status, result.DurableId), Is.EqualTo((SubmissionStatus.Duplicate, 0L)));
        Assert.That(Ids(Cats), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public void Upkeep_OfMany_IsDoneInPiecesBetweenWhichCommitsGo()
    {
        Keep(new HistoryPolicy("") { MaxEvents = 10 });
        for (var i = 0; i < 5; i++)
        {
            Commit([.. Enumerable.Repeat(Cats, 1_000)]);
        }
        Log.Trim();
        var pieces = 0;
        for (; Log.HasUpkeep; pieces++)
        {
            var before = Ids(Cats).Length;
            Log.RunUpkeep();
            Assert.That(before - Ids(Cats).Length, Is.LessThanOrEqualTo(1_100));
            Commit(Cats);
        }

        Assert.That(pieces, Is.InRange(5, 15));
        Assert.That(Ids(Cats), Has.Length.InRange(10, 11));
    }

    [Test]
    public void Read_WhileRowsGo_EndsAndLosesNothingThatIsThere()
    {
        Commit([.. Enumerable.Repeat(Cats, 500)]);
        Keep(new HistoryPolicy("") { MaxEvents = 100 });
        var read = new List<long>();
        for (var after = 0L; Reader.ReadPage(Cats, after, 500, 50, 100_000) is { Count: > 0 } page; after = read[^1])
        {
            read.AddRange(page.Select(row => row.Id));
            Tidy();
        }

        Assert.That(read, Is.EqualTo(Enumerable.Range(1, 50).Concat(Enumerable.Range(401, 100))));
    }

    private long[] Ids(HistoryRoom room) => [.. Reader.ReadPage(room, 0, long.MaxValue, 10_000, 10_000_000).Select(row => row.Id)];
}
