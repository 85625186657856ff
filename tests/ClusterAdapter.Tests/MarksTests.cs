using ClusterAdapter.Durable;

namespace ClusterAdapter.Tests;

public sealed class MarksTests
{
    private Marks _marks = null!;

    [SetUp]
    public void Create() => _marks = new Marks();

    [Test]
    public async Task Reach_Answered_Completes()
    {
        var probe = new OutboxProbe();
        _marks.Attach(probe.Outbox);
        var first = _marks.ReachAsync(CancellationToken.None);
        var second = _marks.ReachAsync(CancellationToken.None);
        var asked = await probe.CloseAsync();

        _marks.Reached(asked[1].Mark.Id);
        await second.Within();

        Assert.That(first.IsCompleted, Is.False);
        _marks.Reached(asked[0].Mark.Id);
        await first.Within();
    }

    [Test]
    public async Task Reach_StreamBreaks_IsAskedAgainOnTheNext()
    {
        var first = new OutboxProbe();
        _marks.Attach(first.Outbox);
        var open = _marks.ReachAsync(CancellationToken.None);
        var answered = _marks.ReachAsync(CancellationToken.None);
        var asked = await first.CloseAsync();
        _marks.Reached(asked[1].Mark.Id);
        await answered.Within();
        var meanwhile = _marks.ReachAsync(CancellationToken.None);

        var second = new OutboxProbe();
        _marks.Attach(second.Outbox);

        var again = await second.CloseAsync();
        Assert.That(again.Select(frame => frame.Mark.Id), Is.EquivalentTo([asked[0].Mark.Id, asked[1].Mark.Id + 1]));
        foreach (var frame in again)
        {
            _marks.Reached(frame.Mark.Id);
        }
        await Task.WhenAll(open, meanwhile).Within();
    }

    [Test]
    public async Task Reach_Cancelled_IsNotAskedAgain()
    {
        using var cancellation = new CancellationTokenSource();
        var reach = _marks.ReachAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<TaskCanceledException>(() => reach.Within());

        var probe = new OutboxProbe();
        _marks.Attach(probe.Outbox);

        Assert.That(await probe.CloseAsync(), Is.Empty);
        Assert.That(() => _marks.Reached(1), Throws.Nothing);
    }
}
