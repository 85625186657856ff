using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Tests;

public sealed class SubmissionBufferTests
{
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
        Assert.That(sent[0].Submit.Emit.Namespace, Is.EqualTo("/"));
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
        Assert.That(resent[0], Is.EqualTo(sent[0]), "the same frame");
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

    [Test]
    public void Submit_NoRoom_ThrowsAndSendsNothing()
    {
        var buffer = new SubmissionBuffer(300);
        buffer.Submit(Append("a", new string('x', 200)), null, mustBeTaken: false);

        Assert.Throws<SequencerFullException>(() => buffer.Submit(Append("b", new string('x', 200)), null, mustBeTaken: false));

        Assert.That(buffer.Count, Is.EqualTo(1));
        Assert.That(buffer.Last, Is.EqualTo(1));
    }

    [Test]
    public void Submit_NoRoomForWhatMustBeTaken_IsTakenAllTheSame()
    {
        var buffer = new SubmissionBuffer(300);
        buffer.Submit(Append("a", new string('x', 280)), null, mustBeTaken: false);

        Assert.That(buffer.Submit(new Submit { Depart = new Depart() }, null, mustBeTaken: true), Is.EqualTo(2));
    }

    [Test]
    public void After_AnsweredAlready_RunsAtOnce()
    {
        var buffer = new SubmissionBuffer(1_000);
        var ran = new List<string>();
        buffer.After(0, () => ran.Add("nothing submitted"));
        buffer.Submit(Append("a"), null, mustBeTaken: false);
        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        buffer.After(1, () => ran.Add("answered"));

        Assert.That(ran, Is.EqualTo(["nothing submitted", "answered"]));
    }

    [Test]
    public void After_Unanswered_RunsInOrderOfNumberAndCallOnceAnswered()
    {
        var buffer = new SubmissionBuffer(1_000);
        var ran = new List<string>();
        buffer.Submit(Append("a"), null, mustBeTaken: false);
        buffer.Submit(Append("b"), null, mustBeTaken: false);
        buffer.After(2, () => ran.Add("second"));
        buffer.After(1, () => ran.Add("first"));
        buffer.After(1, () => ran.Add("first again"));

        buffer.Complete(new SubmitAnswer { Sequence = 1 });
        Assert.That(ran, Is.EqualTo(["first", "first again"]));
        buffer.Complete(new SubmitAnswer { Sequence = 2 });

        Assert.That(ran, Is.EqualTo(["first", "first again", "second"]));
    }

    [Test]
    public void After_CalledWhileItsNumberIsBeingAnswered_LinesUpBehindWhatWaits()
    {
        var buffer = new SubmissionBuffer(1_000);
        var ran = new List<string>();
        buffer.Submit(Append("a"), null, mustBeTaken: false);
        buffer.After(1, () =>
        {
            buffer.After(1, () => ran.Add("late"));
            ran.Add("early");
        });

        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        Assert.That(ran, Is.EqualTo(["early", "late"]));
    }

    [Test]
    public void After_NoRoomForWhatItKeeps_ThrowsAndNeverRuns()
    {
        var buffer = new SubmissionBuffer(300);
        var ran = new List<string>();
        buffer.Submit(Append("a"), null, mustBeTaken: false);
        buffer.After(1, () => ran.Add("kept"), bytes: 200);

        Assert.Throws<SequencerFullException>(() => buffer.After(1, () => ran.Add("refused"), bytes: 200));
        Assert.Throws<SequencerFullException>(() => buffer.Submit(Append("b", new string('x', 200)), null, mustBeTaken: false), "it counts as what is submitted does");
        buffer.After(1, () => ran.Add("keeps nothing"));
        buffer.After(0, () => ran.Add("need not wait"), bytes: 200);
        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        Assert.That(ran, Is.EqualTo(["need not wait", "kept", "keeps nothing"]));
        buffer.Submit(Append("c", new string('x', 280)), null, mustBeTaken: false);
        Assert.That(buffer.Last, Is.EqualTo(2), "the room is free again");
    }

    [Test]
    public async Task WhenEmpty_Unanswered_CompletesWithTheLastAnswer()
    {
        var buffer = new SubmissionBuffer(1_000);
        buffer.Submit(Append("a"), null, mustBeTaken: false);
        var empty = buffer.WhenEmptyAsync();
        Assert.That(empty.IsCompleted, Is.False);

        buffer.Complete(new SubmitAnswer { Sequence = 1 });

        await empty.Within();
    }

    private static Task<SubmitAnswer> Submit(SubmissionBuffer buffer, string key, string content = "", CancellationToken cancellation = default) =>
        buffer.SubmitAsync(Append(key, content), null, mustBeTaken: false, cancellation).AsTask();

    private static Submit Append(string key, string content = "") =>
        new() { Emit = new Emit { Namespace = "/", Append = new Append { Key = key, Content = content } } };

    private static IEnumerable<string> Describe(IEnumerable<WorkerFrame> frames) => frames.Select(frame => $"{frame.Submit.Sequence} {frame.Submit.Emit.Append.Key}");
}
