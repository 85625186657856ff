using NUnit.Framework;
using SocketIO.History;

namespace Sequencer.Tests;

[TestFixture]
public sealed class HistoryReaderTests : LogFixture
{
    [Test]
    public void ReadPage_Bounds_AreExclusiveBelowAndInclusiveAbove()
    {
        using var log = OpenWithRows(10);
        using var reader = HistoryReader.Open(DatabasePath);
        Assert.Multiple(() =>
        {
            Assert.That(Ids(reader.ReadPage(HistoryRoom.Main, 3, 6, 100, 100_000)), Is.EqualTo(new long[] { 4, 5, 6 }));
            Assert.That(Ids(reader.ReadPage(HistoryRoom.Main, 6, 6, 100, 100_000)), Is.Empty);
            Assert.That(Ids(reader.ReadPage(HistoryRoom.Main, 8, 99, 100, 100_000)), Is.EqualTo(new long[] { 9, 10 }));
            Assert.That(Ids(reader.ReadPage(HistoryRoom.Main, 99, 200, 100, 100_000)), Is.Empty);
        });
    }

    [Test]
    public void ReadPage_Limits_ReturnAtLeastOneRow()
    {
        using var log = OpenWithRows(10);
        using var reader = HistoryReader.Open(DatabasePath);
        Assert.Multiple(() =>
        {
            Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 10, 4, 100_000), Has.Count.EqualTo(4));
            Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 10, 100, 13), Has.Count.EqualTo(2), "6 bytes a row");
            Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 10, 100, 1), Has.Count.EqualTo(1));
            Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 10, 0, 0), Has.Count.EqualTo(1));
        });
    }

    [TestCase("with\0NUL")]
    [TestCase("emoji 😀")]
    [TestCase("")]
    public void ReadPage_AnyText_ComesBackAsItWas(string text)
    {
        using var log = Open();
        log.Commit([Append("a", 1, "key" + text, text)]);
        using var reader = HistoryReader.Open(DatabasePath);
        Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 1, 1, 1).Select(row => (row.Id, row.Content)), Is.EqualTo(new[] { (1L, text) }));
        Assert.That(StoredKeys(DatabasePath), Is.EqualTo(["key" + text]));
    }

    [Test]
    public void ReadPage_RowCommittedAfterOpen_IsSeenAtOnce()
    {
        using var log = OpenWithRows(1);
        using var reader = HistoryReader.Open(DatabasePath);
        log.Commit([Append("b", 1, "later")]);
        Assert.That(Ids(reader.ReadPage(HistoryRoom.Main, 1, 2, 10, 100)), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void ReadPage_AfterTheWriterEnded_StillReads()
    {
        var log = OpenWithRows(3);
        using var reader = HistoryReader.Open(DatabasePath);
        log.Dispose();
        using var late = HistoryReader.Open(DatabasePath);
        Assert.That(reader.ReadPage(HistoryRoom.Main, 0, 9, 10, 1_000), Has.Count.EqualTo(3));
        Assert.That(late.ReadPage(HistoryRoom.Main, 0, 9, 10, 1_000), Has.Count.EqualTo(3));
    }

    [Test]
    public void ReadPage_AfterDispose_Throws()
    {
        using var log = OpenWithRows(1);
        var reader = HistoryReader.Open(DatabasePath);
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.ReadPage(HistoryRoom.Main, 0, 1, 1, 1));
    }

    [Test]
    public void Open_FileMissing_IsNotReadable()
    {
        var fault = Assert.Throws<SequencerException>(() => HistoryReader.Open(DatabasePath))!;
        Assert.That(fault.Kind, Is.EqualTo(SequencerFault.NotReadable));
        Assert.That(File.Exists(DatabasePath), Is.False);
    }

    [Test]
    public void Open_Garbage_IsDamaged()
    {
        File.WriteAllText(DatabasePath, new string('g', 5_000));
        var fault = Assert.Throws<SequencerException>(() => HistoryReader.Open(DatabasePath))!;
        Assert.That(fault.Kind, Is.EqualTo(SequencerFault.Damaged));
    }

    [Test]
    public async Task ReadPage_ManyThreadsWhileWriting_SeesEveryRowInOrder()
    {
        const int Rows = 1_000;
        using var log = Open();
        using var reader = HistoryReader.Open(DatabasePath);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var readers = Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            for (var seen = 0L; seen < Rows;)
            {
                limit.Token.ThrowIfCancellationRequested();
                foreach (var row in reader.ReadPage(HistoryRoom.Main, seen, Rows, 30, 10_000))
                {
                    Assert.That(row.Id, Is.EqualTo(++seen));
                }
            }
        })).ToArray();
        Write(log, Rows);
        await Task.WhenAll(readers);
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task ReadPage_FromAnotherProcessWhileWriting_SeesEveryRowInOrder()
    {
        const int Rows = 2_000;
        using var log = Open();
        using var helper = new HelperProcess("history", DatabasePath, $"{Rows}");
        Assert.That(await helper.ReadLineAsync(), Is.EqualTo("ready"));
        Write(log, Rows);
        Assert.That(await helper.ReadLineAsync(), Is.EqualTo($"read {Rows}"));
        Assert.That(await helper.ExitAsync(), Is.Zero);
    }

    private SequencedLog OpenWithRows(int rows)
    {
        var log = Open();
        log.Commit([.. Enumerable.Range(1, rows).Select(i => Append("a", i, $"key-{i:00}", "texts!"))]);
        return log;
    }

    private static void Write(SequencedLog log, int rows)
    {
        for (var i = 1; i <= rows; i += 10)
        {
            log.Commit([.. Enumerable.Range(i, 10).Select(number => Append("a", number, $"key{number}", $"text {number}"))]);
        }
    }

    private static IEnumerable<long> Ids(IReadOnlyList<HistoryEntry> rows) => rows.Select(row => row.Id);
}
