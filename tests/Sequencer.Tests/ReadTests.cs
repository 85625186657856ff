using System.Text;
using NUnit.Framework;

namespace Sequencer.Tests;

[TestFixture]
public sealed class ReadTests : LogFixture
{
    private SequencedLog OpenSmallTail() => Open(new SequencerOptions { Path = DatabasePath, MaxTailBytes = 2_000 });

    [TestCase(1)]
    [TestCase(100)]
    [TestCase(1_000_000)]
    public void TryReadAfter_AcrossFileAndMemory_ReturnsEveryEntryInOrder(int maxBytes)
    {
        using var log = OpenSmallTail();
        for (var i = 1; i <= 200; i += 4)
        {
            log.Commit([Emit("a", i, $"p{i}"), Append("b", i, $"k{i}"), Emit("a", i + 1), Emit("c", i)]);
        }
        for (var after = 0L; after <= 200; after += 13)
        {
            var entries = ReadAll(log, after, maxBytes);
            Assert.That(entries.Select(entry => entry.Number), Is.EqualTo(Sequence(after + 1, 200)));
        }
    }

    [Test]
    public void TryReadAfter_AfterRestart_ReturnsWhatWasCommitted()
    {
        using (var log = Open())
        {
            log.Commit([Emit("a", 5, "one"), Append("b", 9, "key", "two"), Emit("a", 6, "")]);
        }
        using var again = Open();
        again.Commit([Emit("a", 7, "four")]);
        var entries = ReadAll(again, 0);
        Assert.That(
            entries.Select(entry => (entry.Number, entry.Instance, entry.Sequence, entry.DurableId, Text(entry))),
            Is.EqualTo(new[] { (1L, "a", 5L, 0L, "one"), (2, "b", 9, 1, "two"), (3, "a", 6, 0, ""), (4, "a", 7, 0, "four") }));
    }

    [Test]
    public void TryReadAfter_SmallLimit_ReturnsAtLeastOne()
    {
        using var log = Open();
        log.Commit([Emit("a", 1, new string('x', 5_000)), Emit("a", 2, new string('y', 5_000))]);
        Assert.That(Numbers(log, 0, maxBytes: 10), Is.EqualTo(new long[] { 1 }));
        Assert.That(Numbers(log, 1, maxBytes: 0), Is.EqualTo(new long[] { 2 }));
    }

    [Test]
    public void TryReadAfter_ListHoldsEntries_AddsToIt()
    {
        using var log = Open();
        log.Commit([Emit("a", 1), Emit("a", 2)]);
        var entries = new List<LogEntry>();
        log.TryReadAfter(1, 100, entries);
        log.TryReadAfter(0, 100, entries);
        Assert.That(entries.Select(entry => entry.Number), Is.EqualTo(new long[] { 2, 1, 2 }));
    }

    [Test]
    public void TryReadAfter_AtTheEnd_IsTrueAndEmpty()
    {
        using var log = Open();
        Assert.That(Numbers(log, 0), Is.Empty);
        log.Commit([Emit("a", 1)]);
        Assert.That(Numbers(log, 1), Is.Empty);
    }

    [Test]
    public void TryReadAfter_BeyondTheEnd_IsFalse()
    {
        using var log = Open();
        log.Commit([Emit("a", 1)]);
        Assert.That(log.TryReadAfter(2, 100, []), Is.False);
        Assert.That(log.TryReadAfter(long.MaxValue, 100, []), Is.False);
    }

    [Test]
    public void TryReadAfter_DamagedBatch_SaysSo()
    {
        using (var log = Open())
        {
            log.Commit([Emit("a", 1)]);
        }
        using (var other = Connect())
        {
            Execute(other, "UPDATE log SET entries = x'01ff'");
        }
        using var again = Open();
        var fault = Assert.Throws<SequencerException>(() => again.TryReadAfter(0, 100, []))!;
        Assert.That(fault.Kind, Is.EqualTo(SequencerFault.Damaged));
    }

    [Test]
    public async Task TryReadAfter_WhileCommitting_NeverMissesAnEntry()
    {
        using var log = OpenSmallTail();
        const int Total = 2_000;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var seen = 0L;
            var page = new List<LogEntry>();
            while (seen < Total)
            {
                limit.Token.ThrowIfCancellationRequested();
                page.Clear();
                Assert.That(log.TryReadAfter(seen, 300, page), Is.True);
                foreach (var entry in page)
                {
                    Assert.That(entry.Number, Is.EqualTo(++seen));
                }
            }
        })).ToArray();
        for (var i = 1; i <= Total; i += 5)
        {
            log.Commit([.. Enumerable.Range(i, 5).Select(sequence => Emit("a", sequence))]);
        }
        await Task.WhenAll(readers);
    }

    private static IEnumerable<long> Sequence(long from, long to)
    {
        for (var number = from; number <= to; number++)
        {
            yield return number;
        }
    }

    private static string Text(LogEntry entry) => Encoding.UTF8.GetString(((EmitEvent)entry.Event).Packet.Span);
}
