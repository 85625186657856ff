using NUnit.Framework;

namespace Sequencer.Tests;

[TestFixture]
public sealed class RestartTests : LogFixture
{
    private SequencedLog OpenFile(string path) => Open(new SequencerOptions { Path = path });

    [Test]
    public void Open_Again_EpochStaysAndIncarnationGrows()
    {
        string epoch;
        using (var log = Open())
        {
            epoch = log.Epoch;
            Assert.That(epoch, Has.Length.EqualTo(16));
            Assert.That(log.Incarnation, Is.EqualTo(1));
        }
        using var again = Open();
        Assert.That(again.Epoch, Is.EqualTo(epoch));
        Assert.That(again.Incarnation, Is.EqualTo(2));
    }

    [Test]
    public void Open_AfterUncleanEnd_IncarnationGrows()
    {
        using var log = Open();
        using var copy = OpenFile(Snapshot("copy.db"));
        Assert.That(copy.Incarnation, Is.EqualTo(2));
        Assert.That(copy.Epoch, Is.EqualTo(log.Epoch));
    }

    [Test]
    public void Open_NewFile_NewEpoch()
    {
        using var one = Open();
        using var other = OpenFile(Path.Combine(Folder, "other.db"));
        Assert.That(other.Epoch, Is.Not.EqualTo(one.Epoch));
    }

    [Test]
    public void Open_AfterCleanEnd_NumbersGoOnWithoutGap()
    {
        for (var i = 1; i <= 3; i++)
        {
            using var log = Open();
            Assert.That(log.Commit([Emit("a", i)])[0].Number, Is.EqualTo(i));
        }
        using var last = Open();
        Assert.That(Numbers(last, 0), Is.EqualTo(new long[] { 1, 2, 3 }));
    }

    [Test]
    public void Open_AfterUncleanEnd_NumbersSkipWhatWasReserved()
    {
        using var log = Open();
        log.Commit([Emit("a", 1), Emit("a", 2)]);
        using var copy = OpenFile(Snapshot("copy.db"));
        Assert.Multiple(() =>
        {
            Assert.That(copy.LastNumber, Is.EqualTo(65_536));
            Assert.That(copy.FirstNumber, Is.EqualTo(1));
            Assert.That(copy.LastSubmission("a"), Is.EqualTo(2));
        });
        Assert.That(copy.Commit([Emit("a", 3)])[0].Number, Is.EqualTo(65_537));
    }

    [Test]
    public void TryReadAfter_GapOfAnUncleanEnd_OnlyItsBordersAreKnown()
    {
        using var log = Open();
        log.Commit([Emit("a", 1), Emit("a", 2)]);
        using var copy = OpenFile(Snapshot("copy.db"));
        Assert.Multiple(() => AssertGap(copy, []));
        copy.Commit([Emit("a", 3)]);
        Assert.Multiple(() => AssertGap(copy, [65_537]));
    }

    [Test]
    public void Open_PowerLossTakesLastCommits_NumbersAreNotReused()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        var durable = new FileInfo(DatabasePath + "-wal").Length;
        var lost = log.Commit([Emit("a", 2), Emit("b", 1)]);
        Assert.That(new FileInfo(DatabasePath + "-wal").Length, Is.GreaterThan(durable));
        using var copy = OpenFile(Snapshot("copy.db", durable));
        Assert.Multiple(() =>
        {
            Assert.That(copy.LastSubmission("a"), Is.EqualTo(1), "the loss is real");
            Assert.That(copy.LastDurableId, Is.EqualTo(1), "what was durable is there");
            Assert.That(copy.Commit([Emit("a", 2)])[0].Number, Is.GreaterThan(lost[^1].Number));
            Assert.That(copy.TryReadAfter(lost[0].Number, 100, []), Is.False, "a lost number is no place to go on from");
        });
    }

    [Test]
    public void Open_TornCommitAtTheEnd_IsIgnored()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        log.Commit([Append("a", 2, "k2")]);
        var whole = new FileInfo(DatabasePath + "-wal").Length;
        using var copy = OpenFile(Snapshot("copy.db", whole - 100));
        Assert.That(copy.LastDurableId, Is.EqualTo(1));
        Assert.That(copy.Commit([Append("a", 2, "k2")])[0].DurableId, Is.EqualTo(2));
    }

    [Test]
    public void Open_MoreThanABlockUsed_MarkMovesBeforeTheNumbers()
    {
        using var log = Open();
        var sequence = 0L;
        for (var i = 0; i < 70; i++)
        {
            log.Commit([.. Enumerable.Range(0, 1_000).Select(_ => Emit("a", ++sequence, ""))]);
        }
        using var copy = OpenFile(Snapshot("copy.db"));
        Assert.That(copy.LastNumber, Is.GreaterThan(70_000));
    }

    [Test]
    public void Open_UncleanTwiceWithoutCommit_DoesNotSkipAgain()
    {
        using var log = Open();
        log.Commit([Emit("a", 1)]);
        using var copy = OpenFile(Snapshot("copy.db"));
        File.Copy(copy.Database, Path.Combine(Folder, "third.db"));
        File.Copy(copy.Database + "-wal", Path.Combine(Folder, "third.db-wal"));
        using var third = OpenFile(Path.Combine(Folder, "third.db"));
        Assert.That(third.LastNumber, Is.EqualTo(copy.LastNumber));
    }

    [Test]
    public void Dispose_Clean_LeavesNoWriteAheadLog()
    {
        using (var log = Open())
        {
            log.Commit([Append("a", 1, "key")]);
        }
        Assert.That(Directory.GetFiles(Folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "cluster.db", "cluster.db.mark" }));
    }

    [Test]
    public void Dispose_WithAReaderOpen_TruncatesTheWriteAheadLog()
    {
        using (var log = Open())
        {
            log.Commit([Append("a", 1, "key")]);
            using var reader = HistoryReader.Open(DatabasePath);
            log.Dispose();
            Assert.That(new FileInfo(DatabasePath + "-wal").Length, Is.Zero);
            Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 1, 10, 100), Has.Count.EqualTo(1));
        }
    }

    private static void AssertGap(SequencedLog log, long[] after)
    {
        Assert.That(Numbers(log, 2), Is.EqualTo(after));
        Assert.That(Numbers(log, 65_536), Is.EqualTo(after));
        Assert.That(log.TryReadAfter(3, 100, []), Is.False);
        Assert.That(log.TryReadAfter(65_535, 100, []), Is.False);
        Assert.That(ReadAll(log, 0).Select(entry => entry.Number), Is.EqualTo((long[])[1, 2, .. after]));
    }
}
