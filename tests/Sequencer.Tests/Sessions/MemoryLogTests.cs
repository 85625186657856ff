using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;
using Testing;

namespace Sequencer.Tests.Sessions;

/// <summary>A log without a file.</summary>
[TestFixture]
public sealed class MemoryLogTests : SessionFixture
{
    private protected override SequencerOptions Options => new() { Path = null, MaxLogBytes = 20_000, MaxTailBytes = 100 };

    [Test]
    public void Open_WithoutAFile_MakesNone()
    {
        Connect("a", "s", "room");
        var seen = Emit("seen", "room");
        Depart("a", "s");
        Emit("missed", "room");
        Assert.That(ComeBack("b", "s", seen), Is.EqualTo(["missed"]));
        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    [Test]
    public void Open_Twice_AreTwoLives()
    {
        using var other = Open(Options);
        Connect("a", "s");
        Assert.That(other.Epoch, Is.Not.EqualTo(Log.Epoch));
        Assert.That(other.LastNumber, Is.Zero);
        Assert.That(other.Database, Is.Not.EqualTo(Log.Database));
    }

    [Test]
    public void Commit_Appends_HaveConsecutiveIdsAndKeysCount()
    {
        var results = Log.Commit([Append("a", 1, "k1"), Append("a", 2, "k1"), Append("a", 3, "k1", "other"), Append("a", 4, "k2"), Emit("a", 5)]);
        Assert.That(results.Select(result => (result.Status, result.DurableId)), Is.EqualTo(
        [
            (SubmissionStatus.Sequenced, 1L), (SubmissionStatus.Duplicate, 1L), (SubmissionStatus.KeyConflict, 1L),
            (SubmissionStatus.Sequenced, 2L), (SubmissionStatus.Sequenced, 2L),
        ]));
        Assert.That(Entry(3).DurableId, Is.Zero, "an emit that is not durable");
    }

    [Test]
    public void History_ByTheNameOfTheLog_IsRead()
    {
        Log.Commit([Append("a", 1, "k1", "one"), Append("a", 2, "k2", "zwölf"), Append("a", 3, "k3", "three")]);
        using var reader = HistoryReader.Open(Log.Database);
        IEnumerable<(long, string)> Page(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes) =>
            reader.ReadPage(room, after, upTo, maxRows, maxBytes).Select(row => (row.Id, row.Content));
        (long, string)[] rows = [(1, "one"), (2, "zwölf"), (3, "three")];
        Assert.Multiple(() =>
        {
            Assert.That(Page(HistoryRoom.Main, 0, 3, 10, 1_000), Is.EqualTo(rows));
            Assert.That(Page(HistoryRoom.Main, 1, 2, 10, 1_000), Is.EqualTo(rows[1..2]));
            Assert.That(Page(HistoryRoom.Main, 0, 3, 2, 1_000), Is.EqualTo(rows[..2]));
            Assert.That(Page(HistoryRoom.Main, 0, 3, 10, 8), Is.EqualTo(rows[..1]));
            Assert.That(Page(HistoryRoom.Main, 0, 3, 10, 9), Is.EqualTo(rows[..2]));
            Assert.That(Page(HistoryRoom.Main, 0, 3, 0, 0), Is.EqualTo(rows[..1]), "one at least");
            Assert.That(Page(HistoryRoom.Main, 3, 100, 10, 1_000), Is.Empty);
            Assert.That(Page(HistoryRoom.Main, -5, 1, 10, 1_000), Is.EqualTo(rows[..1]));
        });
    }

    [Test]
    public void History_OfALogThatIsClosed_IsNotReadable()
    {
        var name = Log.Database;
        Restart();
        Assert.That(Assert.Throws<SequencerException>(() => HistoryReader.Open(name))!.Kind, Is.EqualTo(SequencerFault.NotReadable));
    }

    [Test]
    public void Trim_ByAgeAndSize_TheRestStays()
    {
        for (var i = 0; i < 100; i++)
        {
            Emit(new string('x', 1_000), "room");
        }
        Log.Trim();
        Assert.That(Log.LogBytes, Is.InRange(10_000, 20_000));
        Assert.That(Numbers(Log, Log.FirstNumber - 1), Has.Count.EqualTo(Log.LastNumber - Log.FirstNumber + 1));
        Assert.That(Log.TryReadAfter(Log.FirstNumber - 2, 100, []), Is.False);

        Time.Advance(TimeSpan.FromHours(1));
        Log.Trim();
        Assert.That(Log.LogBytes, Is.Zero);
        Assert.That(Log.FirstNumber, Is.EqualTo(Log.LastNumber + 1));
    }

    [Test]
    public async Task Writer_OverIt_CommitsAndExpires()
    {
        var recorder = new Recorder();
        await using var writer = new LogWriter(Log, recorder, NullLogger.Instance, Time);
        await writer.EnqueueAsync(Next("a", NewSession("s")));
        await Eventually.TrueAsync(() => recorder.Results.Count == 1, "the commit");
        Depart("a", "s");
        Time.Advance(Window + TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => recorder.Results.Count == 2, "the end of the window");
        Assert.That(((SessionsChanged)LastEntry().Event).Kind, Is.EqualTo(SessionChangeKind.Expired));
    }
}
