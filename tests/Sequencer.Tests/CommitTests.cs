using NUnit.Framework;

namespace Sequencer.Tests;

[TestFixture]
public sealed class CommitTests : LogFixture
{
    [Test]
    public void Commit_SeveralBatches_NumbersAreConsecutive()
    {
        using var log = Open();
        var first = log.Commit([Emit("a", 1), Emit("b", 1)]);
        var second = log.Commit([Emit("a", 2)]);
        Assert.Multiple(() =>
        {
            Assert.That(first.Concat(second).Select(result => result.Number), Is.EqualTo(new long[] { 1, 2, 3 }));
            Assert.That(first[0].Status, Is.EqualTo(SubmissionStatus.Sequenced));
            Assert.That(first[0].DurableId, Is.Zero);
            Assert.That(log.LastNumber, Is.EqualTo(3));
            Assert.That(log.FirstNumber, Is.EqualTo(1));
            Assert.That(log.LastSubmission("a"), Is.EqualTo(2));
            Assert.That(log.LastSubmission("unknown"), Is.Zero);
        });
    }

    [Test]
    public void Commit_EmptyBatch_ChangesNothing()
    {
        using var log = Open();
        Assert.That(log.Commit([]), Is.Empty);
        Assert.That(log.LastNumber, Is.Zero);
    }

    [Test]
    public void Commit_DuplicateInSameBatch_ReturnsFirstIdAndNoNumber()
    {
        using var log = Open();
        var results = log.Commit([Append("a", 1, "k1"), Append("b", 1, "k1"), Append("a", 2, "k2")]);
        Assert.Multiple(() =>
        {
            Assert.That(results[1].Status, Is.EqualTo(SubmissionStatus.Duplicate));
            Assert.That(results[1].DurableId, Is.EqualTo(1));
            Assert.That(results[1].Number, Is.Zero);
            Assert.That(results[2].DurableId, Is.EqualTo(2), "no id is burnt");
            Assert.That(results[2].Number, Is.EqualTo(2), "no number is burnt");
            Assert.That(log.LastDurableId, Is.EqualTo(2));
        });
    }

    [Test]
    public void Commit_DuplicatesAcrossRestarts_IdsStayConsecutive()
    {
        var ids = new List<long>();
        for (var run = 0; run < 4; run++)
        {
            using var log = Open();
            var batch = Enumerable.Range(0, 10).Select(i => Append($"run{run}", i + 1, $"key{(run * 7) + i}")).ToList();
            ids.AddRange(log.Commit(batch)
                .Where(result => result.Status == SubmissionStatus.Sequenced).Select(result => result.DurableId));
        }
        Assert.That(ids, Is.EqualTo(Enumerable.Range(1, 31).Select(i => (long)i)));
    }

    [Test]
    public void Commit_SameKeyOtherContent_IsConflictWithFirstId()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "other"), Append("a", 2, "key", "first")]);
        var result = log.Commit([Append("b", 1, "key", "second")])[0];
        Assert.Multiple(() =>
        {
            Assert.That(result.Status, Is.EqualTo(SubmissionStatus.KeyConflict));
            Assert.That(result.DurableId, Is.EqualTo(2));
            Assert.That(result.Number, Is.Zero);
            Assert.That(log.LastNumber, Is.EqualTo(2));
            Assert.That(log.LastSubmission("b"), Is.EqualTo(1), "an answered submission is settled");
        });
    }

    [TestCase("k\0one", "k\0two")]
    [TestCase("k", "k\0")]
    [TestCase("ключ", "КЛЮЧ")]
    [TestCase("", " ")]
    public void Commit_KeysThatLookAlike_AreDifferent(string one, string other)
    {
        using var log = Open();
        var results = log.Commit([Append("a", 1, one), Append("a", 2, other)]);
        Assert.That(results.Select(result => result.DurableId), Is.EqualTo(new long[] { 1, 2 }));
    }

    [TestCase("with\0NUL")]
    [TestCase("lone surrogate \ud800 here")]
    [TestCase("emoji 😀")]
    [TestCase("")]
    public void Commit_ContentRepeated_IsDuplicate(string content)
    {
        using var log = Open();
        log.Commit([Append("a", 1, "key", content)]);
        Assert.That(log.Commit([Append("b", 1, "key", content)])[0].Status, Is.EqualTo(SubmissionStatus.Duplicate));
    }

    [Test]
    public void Commit_ResubmissionAfterRestart_IsNotRepeated()
    {
        using (var log = Open())
        {
            log.Commit([Emit("a", 1), Append("a", 2, "key"), Emit("a", 3)]);
        }
        using var again = Open();
        var results = again.Commit([Emit("a", 1), Append("a", 2, "key"), Append("a", 2, "key", "new"), Emit("a", 3), Emit("a", 4)]);
        Assert.Multiple(() =>
        {
            Assert.That(again.LastSubmission("a"), Is.EqualTo(4));
            Assert.That(results.Select(result => result.Status), Is.EqualTo(new[]
            {
                SubmissionStatus.AlreadyCommitted, SubmissionStatus.Duplicate, SubmissionStatus.KeyConflict,
                SubmissionStatus.AlreadyCommitted, SubmissionStatus.Sequenced,
            }));
            Assert.That(results[1].DurableId, Is.EqualTo(1));
            Assert.That(results[4].Number, Is.EqualTo(4));
        });
    }

    [Test]
    public void Commit_DatabaseLocked_ChangesNothingAndCanBeRetried()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        Submission[] batch = [Append("a", 2, "k2"), Emit("b", 1), Append("b", 2, "k3")];
        using (var other = Connect())
        {
            Execute(other, "BEGIN IMMEDIATE");
            var fault = Assert.Throws<SequencerException>(() => log.Commit(batch))!;
            Assert.Multiple(() =>
            {
                Assert.That(fault.Kind, Is.EqualTo(SequencerFault.Locked));
                Assert.That(log.LastNumber, Is.EqualTo(1));
                Assert.That(log.LastDurableId, Is.EqualTo(1));
                Assert.That(log.LastSubmission("a"), Is.EqualTo(1));
                Assert.That(log.LastSubmission("b"), Is.Zero);
                Assert.That(Numbers(log, 1), Is.Empty);
            });
        }
        var results = log.Commit(batch);
        Assert.That(results.Select(result => result.Number), Is.EqualTo(new long[] { 2, 3, 4 }));
        Assert.That(results.Select(result => result.DurableId), Is.EqualTo(new long[] { 2, 2, 3 }));
    }

    [Test]
    public void Commit_FailsInTheMiddle_LeavesNothing()
    {
        using var log = Open();
        using var other = Connect();
        Execute(other, "CREATE TRIGGER fail BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no'); END");
        Submission[] batch = [Append("a", 1, "k1"), Emit("a", 2)];
        Assert.Throws<SequencerException>(() => log.Commit(batch));
        Assert.That(Scalar(other, "SELECT count(*) FROM messages"), Is.Zero);
        Assert.That(Scalar(other, "SELECT count(*) FROM submitters"), Is.Zero);
        Execute(other, "DROP TRIGGER fail");
        var results = log.Commit(batch);
        Assert.That(results.Select(result => result.Status), Is.All.EqualTo(SubmissionStatus.Sequenced));
        Assert.That(results[0].DurableId, Is.EqualTo(1));
    }

    [Test]
    public void Commit_RowsWrittenByHandMeanwhile_ContinuesAboveThem()
    {
        using var log = Open();
        log.Commit([Append("a", 1, "k1")]);
        using (var other = Connect())
        {
            Execute(other, "INSERT INTO messages (id, client_offset, content) VALUES (7, 'hand', 'x')");
        }
        Assert.That(log.Commit([Append("a", 2, "k2")])[0].DurableId, Is.EqualTo(8));
    }

    [Test]
    public void Commit_AfterDispose_Throws()
    {
        var log = Open();
        log.Dispose();
        log.Dispose();
        Assert.Throws<ObjectDisposedException>(() => log.Commit([Emit("a", 1)]));
    }
}
