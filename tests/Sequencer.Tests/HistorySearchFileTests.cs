using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using SocketIO.Sequencer.Histories;
using SocketIO.Sequencer.Storage;
using Testing;

namespace Sequencer.Tests;

/// <summary>What of the index of words outlives the process, and how the writer keeps it up.</summary>
public sealed class HistorySearchFileTests : LogFixture
{
    private static readonly HistoryPolicy Searchable = new("") { IsSearchable = true };

    [Test]
    public void Open_Again_GoesOnWhereTheIndexEnds()
    {
        using (var log = Open())
        {
            Keep(log, Searchable);
            log.Commit([Append("a", 1, "k1", "one same")]);
            Tidy(log);
            log.Commit([Append("a", 2, "k2", "two same")]);
        }

        using var again = Open();
        using var reader = HistoryReader.Open(again.Database);
        Assert.That(Search(reader, "same"), Is.EqualTo(new[] { 1 }));
        Tidy(again);

        Assert.That(Search(reader, "same"), Is.EqualTo(new[] { 1, 2 }));
        using var connection = Connect();
        Assert.That(Scalar(connection, "SELECT indexed FROM histories"), Is.EqualTo(2));
    }

    [Test]
    public void Open_RowsOfTheTutorial_AreFoundWhenTheHistoryIsSearchable()
    {
        using (var other = Connect())
        {
            Execute(other, """
                CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, client_offset TEXT UNIQUE, content TEXT);
                INSERT INTO messages (content) VALUES ('one'), (NULL), ('three');
                """);
        }
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        Keep(log, Searchable);

        Tidy(log);

        Assert.That(Search(reader, "three"), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void Keep_SearchableNoMoreAndAgain_FindsWhatCameMeanwhile()
    {
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        Keep(log, Searchable);
        log.Commit([Append("a", 1, "k1", "one same")]);
        Tidy(log);
        Keep(log, new HistoryPolicy(""));
        log.Commit([Append("a", 2, "k2", "two same")]);
        Tidy(log);
        Assert.That(Search(reader, "same"), Is.EqualTo(new[] { 1 }));

        Keep(log, Searchable);
        Tidy(log);

        Assert.That(Search(reader, "same"), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Run_FailsInBetween_IndexesTheSameLater()
    {
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        Keep(log, Searchable);
        log.Commit([Append("a", 1, "k1", "same"), Append("a", 2, "k2", "same")]);
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            Assert.Throws<SequencerException>(log.RunUpkeep);
            Assert.That(log.HasUpkeep, Is.False, "not at once");
        }

        Tidy(log);

        Assert.That(Search(reader, "same"), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Writer_IndexesWhatItHasCommitted()
    {
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        await using var writer = new LogWriter(log, new Recorder(), NullLogger.Instance, Time);
        writer.KeepHistory("a", Searchable);
        for (var i = 1; i <= 300; i++)
        {
            await writer.EnqueueAsync(Append("a", i, $"key {i}", "same"));
        }
        await Eventually.TrueAsync(() => log.LastDurableId == 300, "the commits");

        await Eventually.TrueAsync(
            () =>
            {
                Time.Advance(UpkeepPace.Idle);
                return Search(reader, "same").Length == 300;
            },
            "the index");
    }

    [Test]
    public void Commit_OfAHistoryThatIsNotSearchable_LeavesNothingToDo()
    {
        using var log = Open();
        Keep(log, new HistoryPolicy("other") { IsSearchable = true });
        Tidy(log);

        log.Commit([Append("a", 1, "k1", "same")]);

        Assert.That(log.HasUpkeep, Is.False);
    }

    [Test]
    public void Index_OfARoom_HasItsWordsApartAndLosesWhatIsRemoved()
    {
        var cats = new HistoryRoom("", "cats");
        using var log = Open();
        using var connection = Connect();
        Keep(log, Searchable with { MaxEvents = 1 });
        log.Commit([
            Append("a", 1, "k1") with { Append = new DurableAppend("k1", "same") { Room = cats } },
            Append("a", 2, "k2", "same"), Append("a", 3, "k3", "same"), Append("a", 4, "k4", "same"),
        ]);
        log.RunUpkeep();
        Assert.That(Scalar(connection, $"SELECT count(*) FROM words WHERE words MATCH '{Words.ToQuestion(cats, "s")}'"), Is.EqualTo(1));
        Assert.That(Scalar(connection, $"SELECT count(*) FROM words WHERE words MATCH '{Words.ToQuestion(HistoryRoom.Main, "s")}'"), Is.EqualTo(3));

        Tidy(log);

        Assert.That(Scalar(connection, "SELECT group_concat(id) FROM words_docsize"), Is.EqualTo("1,4"));
    }

    [Test]
    public void Read_AFileOfTheVersionBefore_GivesWhatIsThereAndGoesOnWhenItIsBroughtUpToDate()
    {
        using (var log = Open())
        {
            Keep(log, Searchable);
            log.Commit([Append("a", 1, "k1", "deleted words"), Append("a", 2, "k2", "other words")]);
            log.Commit([Append("a", 3, "k3") with
            {
                Append = new DurableAppend("k3", "null") { IsJson = true, EventName = "chat edited", Details = "{\"by\":\"x\",\"of\":1}"u8.ToArray() },
            }]);
            Tidy(log);
        }
        using (var other = Connect())
        {
            Execute(other, """
                DROP INDEX messages_by_replaced; ALTER TABLE messages DROP COLUMN replaces;
                DROP TABLE words; DROP TABLE histories; DROP TABLE emptied;
                PRAGMA user_version = 3;
                """);
        }
        // As a worker does whose primary is a former one.
        using var reader = HistoryReader.Open(DatabasePath);
        Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 9, 9, 9_000).Select(row => (row.Id, row.Replaces ?? 0)), Is.EqualTo(new[] { (1L, 0L), (2L, 0L), (3L, 0L) }));
        Assert.That(reader.ReadBack(HistoryRoom.Main, 3, 1, 9_000).Single().Content, Is.EqualTo("other words"));
        Assert.That(reader.ReadReplacements(HistoryRoom.Main, [1]), Is.Empty);
        Assert.That((reader.FindRemoved(HistoryRoom.Main), reader.FindFloor(HistoryRoom.Main, 9, 1)), Is.EqualTo((0L, 2L)));
        Assert.That(Search(reader, "words"), Is.Empty);

        using var again = Open();
        Keep(again, Searchable);
        Tidy(again);

        Assert.That(reader.ReadReplacements(HistoryRoom.Main, [1]).Single().Id, Is.EqualTo(3));
        Assert.That(Search(reader, "words"), Is.EqualTo(new[] { 2 }), "what was deleted is not found");
    }

    [Test]
    public void Index_ManyEditsOfOneMessage_FindsTheLast()
    {
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        Keep(log, Searchable);
        log.Commit([Append("a", 1, "k1", "first words")]);
        for (var i = 2; i <= 40; i++)
        {
            log.Commit([Append("a", i, $"k{i}") with { Append = new DurableAppend($"k{i}", $"words {i}") { Replaces = 1 } }]);
            if (i % 7 == 0)
            {
                Tidy(log);
            }
        }
        Tidy(log);

        Assert.That(Search(reader, "words"), Is.EqualTo(new[] { 40 }));
        using var connection = Connect();
        Assert.That(Scalar(connection, "SELECT count(*) FROM words_docsize"), Is.EqualTo(1));
    }

    private static long[] Search(HistoryReader reader, string text) =>
        [.. reader.Search(HistoryRoom.Main, text, 0, long.MaxValue, 1_000, 1_000_000).Select(row => row.Id)];
}
