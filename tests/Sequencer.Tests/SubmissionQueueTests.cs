using NUnit.Framework;
using SocketIO.Sequencer.Submissions;

namespace Sequencer.Tests;

[TestFixture]
public sealed class SubmissionQueueTests
{
    private static SubmissionQueue Queue(long maxBytes = 1_000_000, int entries = 256, int batchBytes = 1_000_000) =>
        new(maxBytes, entries, batchBytes);

    [Test]
    public void Take_SeveralInstances_TakesInTurnAndKeepsTheirOrder()
    {
        var queue = Queue();
        Add(queue, "a", 1, 2, 3, 4);
        Add(queue, "b", 1);
        Add(queue, "c", 1, 2);
        Assert.That(Take(queue), Is.EqualTo("a1 b1 c1 a2 c2 a3 a4"));
    }

    [Test]
    public void Take_BatchFull_NextOneGoesOnWithTheNextInstance()
    {
        var queue = Queue(entries: 3);
        Add(queue, "a", 1, 2, 3, 4, 5);
        Add(queue, "b", 1, 2);
        Assert.That(Take(queue), Is.EqualTo("a1 b1 a2"));
        Assert.That(Take(queue), Is.EqualTo("b2 a3 a4"));
        Assert.That(Take(queue), Is.EqualTo("a5"));
    }

    [Test]
    public void Take_BytesFull_LargeOneGoesAlone()
    {
        var queue = Queue(batchBytes: 1_000);
        Add(queue, Submission("a", 1, 100));
        Add(queue, Submission("b", 1, 5_000));
        Add(queue, Submission("c", 1, 100));
        Assert.That(Take(queue), Is.EqualTo("a1"));
        Assert.That(Take(queue), Is.EqualTo("b1"));
        Assert.That(Take(queue), Is.EqualTo("c1"));
    }

    [Test]
    public async Task AddAsync_QueueFull_WaitsUntilTaken()
    {
        var queue = Queue(maxBytes: 1_000);
        Add(queue, Submission("a", 1, 800));
        var second = queue.AddAsync(Submission("b", 1, 800), default);
        Assert.That(second.IsCompleted, Is.False);
        Take(queue);
        Assert.That(await second, Is.True);
        Assert.That(Take(queue), Is.EqualTo("b1"));
    }

    [Test]
    public void AddAsync_LargerThanTheQueue_FitsWhenItIsEmpty() => Add(Queue(maxBytes: 1_000), Submission("a", 1, 5_000));

    [Test]
    public async Task AddAsync_QueueFull_WaitsInOrderOfArrival()
    {
        var queue = Queue(maxBytes: 1_000);
        Add(queue, Submission("a", 1, 800));
        var second = queue.AddAsync(Submission("a", 2, 800), default);
        var third = queue.AddAsync(Submission("a", 3, 10), default);
        Assert.That(second.IsCompleted, Is.False);
        Assert.That(third.IsCompleted, Is.False, "nobody overtakes those who wait");
        Assert.That(queue.Count, Is.EqualTo(3));
        Assert.That(Take(queue), Is.EqualTo("a1"));
        Assert.That(await second, Is.True);
        Assert.That(await third, Is.True);
        Assert.That(Take(queue), Is.EqualTo("a2 a3"));
    }

    [Test]
    public async Task AddAsync_Cancelled_LetsTheNextOneIn()
    {
        var queue = Queue(maxBytes: 1_000);
        Add(queue, Submission("a", 1, 500));
        using var cancellation = new CancellationTokenSource();
        var large = queue.AddAsync(Submission("a", 2, 800), cancellation.Token).AsTask();
        var small = queue.AddAsync(Submission("b", 1, 100), default);
        await cancellation.CancelAsync();
        Assert.That(await small, Is.True);
        await Assert.CatchAsync<OperationCanceledException>(() => large);
        Assert.That(Take(queue), Is.EqualTo("a1 b1"));
    }

    [Test]
    public async Task Complete_SomeWait_TheyAreRefusedAndTheRestIsTaken()
    {
        var queue = Queue(maxBytes: 1_000);
        Add(queue, Submission("a", 1, 800));
        var waiting = queue.AddAsync(Submission("a", 2, 800), default);
        queue.Complete();
        Assert.That(await waiting, Is.False);
        Assert.That(await queue.AddAsync(Submission("b", 1, 1), default), Is.False);
        Assert.That(Take(queue), Is.EqualTo("a1"));
        Assert.That(queue.Take([]), Is.False);
    }

    [Test]
    public void Take_Woken_ReturnsWithNothing()
    {
        var queue = Queue();
        queue.Wake();
        var batch = new List<Submission>();
        Assert.That(queue.Take(batch), Is.True);
        Assert.That(batch, Is.Empty);
    }

    private static void Add(SubmissionQueue queue, string instance, params long[] sequences)
    {
        foreach (var sequence in sequences)
        {
            Add(queue, Submission(instance, sequence, 1));
        }
    }

    private static void Add(SubmissionQueue queue, Submission submission)
    {
        var added = queue.AddAsync(submission, default);
        Assert.That(added.IsCompleted && added.Result, Is.True);
    }

    private static string Take(SubmissionQueue queue)
    {
        var batch = new List<Submission>();
        queue.Take(batch);
        return string.Join(' ', batch.Select(submission => $"{submission.Instance}{submission.Sequence}"));
    }

    private static Submission Submission(string instance, long sequence, int bytes) =>
        new(instance, sequence, new EmitEvent("/", BroadcastTarget.Everyone, new byte[bytes]));
}
