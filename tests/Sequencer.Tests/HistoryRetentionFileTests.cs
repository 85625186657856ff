using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using NUnit.Framework;
using SocketIO.Sequencer.Histories;
using Testing;

namespace Sequencer.Tests;

/// <summary>What of the retention of durable rows outlives the process, and how the writer does it.</summary>
public sealed class HistoryRetentionFileTests : LogFixture
{
    private long _sequence;

    [SetUp]
    public void BeginAnew() => _sequence = 0;

    [Test]
    public void Open_AfterAllRowsWereRemoved_GivesNoIdAgain()
    {
        string epoch;
        using (var log = Open())
        {
            epoch = log.Epoch;
            Keep(log, new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });
            Commit(log, 3);
            Time.Advance(TimeSpan.FromHours(2));
            Tidy(log);
            Assert.That(StoredKeys(DatabasePath), Is.Empty);
        }

        using var again = Open();

        Assert.That((again.Restart, again.Epoch, again.LastDurableId), Is.EqualTo(((string?)null, epoch, 3L)));
        Assert.That(again.Commit([Append("b", 1, "new")])[0].DurableId, Is.EqualTo(4));
        using var reader = HistoryReader.Open(again.Database);
        Assert.That(reader.ReadBack(HistoryRoom.Main, 99, 9, 9_000).Single().Stamp.Previous, Is.EqualTo(3));
    }

    [Test]
    public void Open_AnAdoptedTableWithoutASequence_GivesNoIdAgain()
    {
        using (var other = Connect())
        {
            Execute(other, "CREATE TABLE messages (id INTEGER PRIMARY KEY, client_offset TEXT UNIQUE, content TEXT)");
        }
        using (var log = Open())
        {
            Keep(log, new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });
            Commit(log, 3);
            Time.Advance(TimeSpan.FromHours(2));
            Tidy(log);
        }

        using var again = Open();

        Assert.That((again.Restart, again.LastDurableId), Is.EqualTo(((string?)null, 3L)));
    }

    [Test]
    public void Open_WithoutAWordOfAnybody_ThePolicyHolds()
    {
        using (var log = Open())
        {
            Keep(log, new HistoryPolicy("") { MaxEvents = 2 });
            Keep(log, new HistoryPolicy("n\0") { MaxAge = TimeSpan.FromDays(1) });
            Commit(log, 5);
        }

        using var again = Open();
        Tidy(again);

        Assert.That(StoredKeys(DatabasePath), Is.EqualTo(new[] { "key 4", "key 5" }));
        Assert.That(again.Policies, Is.EquivalentTo(new[]
        {
            new HistoryPolicy("") { MaxEvents = 2 }, new HistoryPolicy("n\0") { MaxAge = TimeSpan.FromDays(1) },
        }));
    }

    [Test]
    public void RowsOfTheTutorial_GoByCountOnlyAndKeepTheOneBeforeThem()
    {
        using (var other = Connect())
        {
            Execute(other, """
                CREATE TABLE messages (id INTEGER PRIMARY KEY AUTOINCREMENT, client_offset TEXT UNIQUE, content TEXT);
                INSERT INTO messages (content) VALUES ('one'), ('two'), ('three'), ('four');
                """);
        }
        using var log = Open();
        using var reader = HistoryReader.Open(log.Database);
        Keep(log, new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });
        Time.Advance(TimeSpan.FromDays(1_000));
        Tidy(log);
        Assert.That(Rows(reader), Has.Length.EqualTo(4));

        Keep(log, new HistoryPolicy("") { MaxEvents = 2 });
        Tidy(log);

        Assert.That(Rows(reader), Is.EqualTo(new[] { (3L, 2L), (4L, 3L) }));
        Assert.That(reader.FindRemoved(HistoryRoom.Main), Is.EqualTo(2));
    }

    [Test]
    public void Open_ADatabaseOfVersion3_HasItsMessagesAndKeepsThemAsItIsTold()
    {
        using (var before = Open())
        {
            Commit(before, 3);
        }
        using (var other = Connect())
        {
            Execute(other, "DROP TABLE histories; DROP TABLE emptied; PRAGMA user_version = 3;");
        }

        using var log = Open();
        Assert.That(StoredKeys(DatabasePath), Has.Count.EqualTo(3));
        Keep(log, new HistoryPolicy("") { MaxEvents = 1 });
        Tidy(log);

        Assert.That(StoredKeys(DatabasePath), Is.EqualTo(new[] { "key 3" }));
    }

    [Test]
    public void MaxAge_LooksForOldRowsByTheirIndex()
    {
        using var log = Open();
        using var connection = Connect();
        Assert.That(Indexes(), Is.Zero, "who keeps everything does not pay for it");

        Keep(log, new HistoryPolicy("") { MaxAge = TimeSpan.FromHours(1) });

        Assert.That(Indexes(), Is.EqualTo(1));

        long Indexes() => (long)Scalar(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'messages_by_age'")!;
    }

    [Test]
    public async Task Writer_TrimsInTheBackground()
    {
        using var log = Open();
        await using var writer = new LogWriter(log, new Recorder(), NullLogger.Instance, Time);
        writer.KeepHistory("a", new HistoryPolicy("") { MaxEvents = 10 });
        for (var i = 0; i < 3_000; i++)
        {
            await writer.EnqueueAsync(Append("a", ++_sequence, $"key {_sequence}"));
        }
        await Eventually.TrueAsync(() => log.LastDurableId == 3_000, "the commits");

        Time.Advance(log.Options.TrimInterval);

        await Eventually.TrueAsync(
            () =>
            {
                Time.Advance(UpkeepPace.MinPause);
                return StoredKeys(DatabasePath).Count == 10;
            },
            "the rows to go");
    }

    [Test]
    public async Task Writer_ARowCannotBeRemoved_IsLoggedOnceAndCommitsGoOn()
    {
        using var log = Open();
        var logger = new FakeLogger();
        await using var writer = new LogWriter(log, new Recorder(), logger, Time);
        using var other = Connect();
        Execute(other, "CREATE TRIGGER fail BEFORE DELETE ON messages BEGIN SELECT RAISE(ABORT, 'no'); END");
        writer.KeepHistory("a", new HistoryPolicy("") { MaxEvents = 1 });
        await writer.EnqueueAsync(Append("a", 1, "key 1"));
        await writer.EnqueueAsync(Append("a", 2, "key 2"));
        await Eventually.TrueAsync(() => log.LastDurableId == 2, "the commits");
        await AdvanceUntilAsync(() => logger.Collector.CountOf(9) == 1, "the warning");

        await writer.EnqueueAsync(Append("a", 3, "key 3"));
        await Eventually.TrueAsync(() => log.LastDurableId == 3, "the commit");
        Execute(other, "DROP TRIGGER fail");
        await AdvanceUntilAsync(() => StoredKeys(DatabasePath).Count == 1, "the rows to go");

        Assert.That(StoredKeys(DatabasePath), Is.EqualTo(new[] { "key 3" }));
        Assert.That(logger.Collector.CountOf(9), Is.EqualTo(1));

        Task AdvanceUntilAsync(Func<bool> condition, string what) => Eventually.TrueAsync(
            () =>
            {
                Time.Advance(log.Options.TrimInterval);
                return condition();
            },
            what);
    }

    [Test]
    public void Pace_IsATenthOfTheTimeUnderLoadAndAllOfItWithout()
    {
        var pace = new UpkeepPace(Time);
        Assert.That(pace.Wait, Is.LessThanOrEqualTo(TimeSpan.Zero));
        pace.Committed();
        pace.Done(TimeSpan.FromMilliseconds(10));
        for (var passed = 0; passed < 90; passed += 5)
        {
            pace.Committed();
            Assert.That(pace.Wait, Is.GreaterThan(TimeSpan.Zero), $"after {passed} ms");
            Time.Advance(TimeSpan.FromMilliseconds(5));
        }
        Assert.That(pace.Wait, Is.LessThanOrEqualTo(TimeSpan.Zero));

        pace.Committed();
        pace.Done(TimeSpan.FromMilliseconds(10));
        Time.Advance(UpkeepPace.Idle);

        Assert.That(pace.Wait, Is.LessThanOrEqualTo(TimeSpan.Zero), "nothing was committed for a moment");
        pace.Done(TimeSpan.FromMilliseconds(10));
        Assert.That(pace.Wait, Is.LessThanOrEqualTo(TimeSpan.Zero));
    }

    private static (long Id, long Previous)[] Rows(HistoryReader reader) =>
        [.. reader.ReadPage(HistoryRoom.Main, 0, 99, 99, 9_000).Select(row => (row.Id, row.Stamp.Previous))];

    private void Commit(SequencedLog log, int count)
    {
        for (var i = 0; i < count; i++)
        {
            log.Commit([Append("a", ++_sequence, $"key {_sequence}")]);
        }
    }
}
