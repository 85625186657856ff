using NUnit.Framework;

namespace Sequencer.Tests;

[TestFixture]
public sealed class TrimTests : LogFixture
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private SequencerOptions TwoMinutes => new() { Path = DatabasePath, Retention = 2 * Minute };

    [Test]
    public void Trim_OldBatches_AreRemovedWhole()
    {
        using var log = Open(TwoMinutes);
        log.Commit([Emit("a", 1), Emit("a", 2)]);
        Time.Advance(Minute);
        log.Commit([Emit("a", 3), Emit("a", 4)]);
        Time.Advance(Minute + TimeSpan.FromSeconds(1));
        log.Trim();
        Assert.Multiple(() =>
        {
            Assert.That(log.FirstNumber, Is.EqualTo(3));
            Assert.That(log.TryReadAfter(0, 100, []), Is.False);
            Assert.That(log.TryReadAfter(1, 100, []), Is.False);
            Assert.That(Numbers(log, 2), Is.EqualTo(new long[] { 3, 4 }));
        });
    }

    [Test]
    public void Trim_Everything_LogIsEmptyAndGoesOn()
    {
        using var log = Open(TwoMinutes);
        log.Commit([Emit("a", 1), Append("a", 2, "key")]);
        Time.Advance(3 * Minute);
        log.Trim();
        Assert.Multiple(() =>
        {
            Assert.That(log.FirstNumber, Is.EqualTo(3));
            Assert.That(log.LastNumber, Is.EqualTo(2));
            Assert.That(log.LogBytes, Is.Zero);
            Assert.That(Numbers(log, 2), Is.Empty);
            Assert.That(log.TryReadAfter(1, 100, []), Is.False);
        });
        log.Commit([Emit("a", 3)]);
        Assert.That(log.FirstNumber, Is.EqualTo(3));
        Assert.That(Numbers(log, 2), Is.EqualTo(new long[] { 3 }));
    }

    [Test]
    public void Trim_ThenRestart_BoundsAreRemembered()
    {
        using (var log = Open(TwoMinutes))
        {
            log.Commit([Emit("a", 1), Emit("a", 2)]);
            Time.Advance(3 * Minute);
            log.Trim();
        }
        using var again = Open(TwoMinutes);
        Assert.Multiple(() =>
        {
            Assert.That(again.LastNumber, Is.EqualTo(2));
            Assert.That(again.FirstNumber, Is.EqualTo(3));
        });
        again.Commit([Emit("a", 3)]);
        Assert.That(Numbers(again, 2), Is.EqualTo(new long[] { 3 }));
        Assert.That(again.TryReadAfter(1, 100, []), Is.False);
    }

    [Test]
    public void Trim_TooManyBytes_OldestGoFirst()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, MaxLogBytes = 10_000 });
        for (var i = 1; i <= 30; i++)
        {
            log.Commit([Emit("a", i, new string('x', 1_000))]);
        }
        log.Trim();
        Assert.Multiple(() =>
        {
            Assert.That(log.LogBytes, Is.InRange(8_000, 10_000));
            Assert.That(log.FirstNumber, Is.EqualTo(22));
            Assert.That(log.TryReadAfter(20, 100, []), Is.False);
            Assert.That(Numbers(log, 21), Has.Count.EqualTo(9));
        });
    }

    [Test]
    public void Trim_ManyRows_RemovesAllThatAreDue()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, MaxLogBytes = 1_000 });
        for (var i = 1; i <= 700; i++)
        {
            log.Commit([Emit("a", i, "payload")]);
        }
        log.Trim();
        Assert.That(log.LogBytes, Is.LessThanOrEqualTo(1_000));
        Assert.That(log.FirstNumber, Is.GreaterThan(600));
    }

    [Test]
    public void Trim_OneBatchBeyondTheLimit_IsKept()
    {
        using var log = Open(new SequencerOptions { Path = DatabasePath, MaxLogBytes = 100 });
        log.Commit([Emit("a", 1, new string('x', 1_000))]);
        log.Trim();
        Assert.That(Numbers(log, 0), Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void Trim_ClockSetBack_KeepsTheEntries()
    {
        using var log = Open(TwoMinutes);
        log.Commit([Emit("a", 1)]);
        Time.Jump(-10 * Minute);
        log.Commit([Emit("a", 2)]);
        log.Trim();
        Assert.That(Numbers(log, 0), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public void Trim_DurableRows_AreKeptForEver()
    {
        using var log = Open(TwoMinutes);
        log.Commit([Append("a", 1, "key")]);
        Time.Advance(TimeSpan.FromDays(400));
        log.Trim();
        Assert.That(log.Commit([Append("b", 1, "key")])[0].DurableId, Is.EqualTo(1));
    }

    [Test]
    public void Trim_SubmitterSilentForADay_IsForgotten()
    {
        using (var log = Open())
        {
            log.Commit([Emit("old", 7), Emit("alive", 1)]);
            Time.Advance(TimeSpan.FromHours(23));
            log.Commit([Emit("alive", 2)]);
            log.Trim();
            Assert.That(log.LastSubmission("old"), Is.EqualTo(7));
            Time.Advance(TimeSpan.FromHours(2));
            log.Trim();
            Assert.That(log.LastSubmission("old"), Is.Zero);
        }
        using var again = Open();
        Assert.That(again.LastSubmission("old"), Is.Zero);
        Assert.That(again.LastSubmission("alive"), Is.EqualTo(2));
    }

    [Test]
    public void Trim_DatabaseLocked_ChangesNothing()
    {
        using var log = Open(TwoMinutes);
        log.Commit([Emit("a", 1)]);
        Time.Advance(3 * Minute);
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            Assert.Throws<SequencerException>(log.Trim);
        }
        Assert.That(Numbers(log, 0), Is.EqualTo(new long[] { 1 }));
        log.Trim();
        Assert.That(log.FirstNumber, Is.EqualTo(2));
    }
}
