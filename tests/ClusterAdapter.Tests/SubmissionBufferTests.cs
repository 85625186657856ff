using Cluster.Protos;
using ClusterAdapter.Link;
using Google.Protobuf;

namespace ClusterAdapter.Tests;

public sealed class SubmissionBufferTests
{
    private readonly EventBody _body = new() { Namespace = "/" };

    [Test]
    public async Task Submit_Several_AreNumberedFromOneAndSentInOrder()
    {
        var buffer = new SubmissionBuffer(1_000_000);
        var probe = new OutboxProbe();
        buffer.Attach(probe.Outbox);

        _ = Submit(buffer, "a");
        _ = Submit(buffer, "b");

        var sent = await probe.CloseAsync();
        Assert.That(Describe(sent), Is.EqualTo(["1 a", "2 b"]));
        Assert.That(sent[0].Submit.Body, Is.EqualTo(_body.ToByteString()));
        Assert.That(buffer.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task Submit_NoStream_WaitsForOne()
    {
        var buffer = new SubmissionBuffer(1_000_000);
        var waiting = Submit(buffer, "a");
        var probe = new OutboxProbe();

        buffer.Attach(probe.Outbox);

        Assert.That(Describe(await probe.CloseAsync()), Is.EqualTo(["1 a"]));
        Assert.That(waiting.IsCompleted, Is.False);
    }

    [Test]
    public async Task Attach_NewStream_ResendsTheUnansweredInOrderAndNothingElse()
    {
        var buffer = new SubmissionBuffer(1_000_000);
        var first = new OutboxProbe();
        buffer.Attach(first.Outbox);
        var submissions = new[] { "a", "b", "c", "d" }.Select(key => Submit(buffer, key)).ToArray();
        var sent = await first.CloseAsync();
        buffer.Complete(new SubmitAnswer { Sequence = 2 });
        await submissions[1].Within();
        _ = Submit(buffer, "while nobody listens");

        var second = new OutboxProbe();
        buffer.Attach(second.Outbox);
        _ = Submit(buffer, "after");

        var resent = await second.CloseAsync();
        Assert.That(Describe(resent), Is.EqualTo(["1 a", "3 c", "4 d", "5 while nobody listens", "6 after"]));
        Assert.That(resent[0], Is.EqualTo(sent[0]), "the same bytes");
        Assert.That(submissions.Select(task => task.IsCompleted), Is.EqualTo([false, true, false, false]));
    }

    [Test]
    public async Task Complete_Twice_OnlyTheFirstCounts()
    {
        var buffer = new SubmissionBuffer(1_000_000);
        var submission = Submit(buffer, "a");

        buffer.Complete(new SubmitAnswer { Sequence = 1, DurableId = 7 });
        buffer.Complete(new SubmitAnswer { Sequence = 1, DurableId = 8 });
        buffer.Complete(new SubmitAnswer { Sequence = 99 });

        Assert.That((await submission.Within()).DurableId, Is.EqualTo(7));
        Assert.That(buffer.Count, Is.Zero);
    }

    [Test]
    public async Task Submit_BudgetUsedUp_WaitsUntilAnAnswerFreesIt()
    {
        var buffer = new SubmissionBuffer(300);
        var probe = new OutboxProbe();
        buffer.Attach(probe.Outbox);
        var first = Submit(buffer, "a", new string('x', 200));
        var second = Submit(buffer, "b", new string('x', 200));
        Assert.That(buffer.Count, Is.EqualTo(1));

        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        await first.Within();
        await Eventually.TrueAsync(() => buffer.Count == 1, "the second submission");
        Assert.That(Describe(await probe.CloseAsync()), Is.EqualTo(["1 a", "2 b"]));
        Assert.That(second.IsCompleted, Is.False);
    }

    [Test]
    public async Task Submit_CancelledWhileItWaitsForRoom_IsNeverSent()
    {
        var buffer = new SubmissionBuffer(300);
        var probe = new OutboxProbe();
        buffer.Attach(probe.Outbox);
        using var cancellation = new CancellationTokenSource();
        _ = Submit(buffer, "a", new string('x', 200));
        var second = Submit(buffer, "b", new string('x', 200), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => second.Within());
        buffer.Complete(new SubmitAnswer { Sequence = 1 });
        _ = Submit(buffer, "c");
        Assert.That(Describe(await probe.CloseAsync()), Is.EqualTo(["1 a", "2 c"]));
    }

    [Test]
    public async Task Submit_CancelledWhileItWaitsForItsAnswer_StaysAndFreesItsRoomLater()
    {
        var buffer = new SubmissionBuffer(300);
        using var cancellation = new CancellationTokenSource();
        var first = Submit(buffer, "a", new string('x', 200), cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => first.Within());
        Assert.That(buffer.Count, Is.EqualTo(1));
        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        _ = Submit(buffer, "b", new string('x', 200));
        Assert.That(buffer.Count, Is.EqualTo(1));
    }

    private Task<SubmitAnswer> Submit(SubmissionBuffer buffer, string key, string content = "", CancellationToken cancellation = default) =>
        buffer.SubmitAsync(_body, new Append { Key = key, Content = content }, cancellation).AsTask();

    private static IEnumerable<string> Describe(IEnumerable<WorkerFrame> frames) => frames.Select(frame => $"{frame.Submit.Sequence} {frame.Submit.Append.Key}");
}
