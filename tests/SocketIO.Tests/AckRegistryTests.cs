using Microsoft.Extensions.Time.Testing;
using SocketIO.Sockets;

namespace SocketIO.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AckRegistryTests
{
    private static readonly EventArguments Answer = Wire.DecodePacket("31[5]").Arguments;

    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Register_EachTime_GivesTheNextId()
    {
        var acks = new AckRegistry(_time);

        Assert.That(Enumerable.Range(0, 3).Select(_ => Register(acks, null, default).Id), Is.EqualTo([0L, 1L, 2L]));
    }

    [Test]
    public async Task Complete_Answer_GoesToItsId()
    {
        var acks = new AckRegistry(_time);
        var (_, first) = Register(acks, null, default);
        var (id, second) = Register(acks, null, default);

        acks.Complete(id, Answer);

        Assert.That(await second.Within(), Is.SameAs(Answer));
        Assert.That(first.IsCompleted, Is.False);
    }

    [Test]
    public async Task Complete_Twice_OnlyTheFirstCounts()
    {
        var acks = new AckRegistry(_time);
        var (id, answer) = Register(acks, null, default);

        acks.Complete(id, Answer);
        acks.Complete(id, EventArguments.Empty);
        acks.Complete(99, EventArguments.Empty);

        Assert.That(await answer.Within(), Is.SameAs(Answer));
    }

    [Test]
    public async Task Register_NoAnswerInTime_TimesOut()
    {
        var acks = new AckRegistry(_time);
        var (id, answer) = Register(acks, TimeSpan.FromSeconds(5), default);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(answer.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(0.2));

        var thrown = await Assert.ThrowsAsync<AckTimeoutException>(() => answer.Within());
        Assert.That(thrown!.Message, Is.EqualTo("operation has timed out"));
        Assert.That(() => acks.Complete(id, Answer), Throws.Nothing, "a late answer");
    }

    [Test]
    public async Task Close_Pending_FailAndNewOnesToo()
    {
        var acks = new AckRegistry(_time);
        var (_, before) = Register(acks, TimeSpan.FromSeconds(5), default);

        acks.Close();
        var (_, after) = Register(acks, null, default);

        var thrown = await Assert.ThrowsAsync<SocketDisconnectedException>(() => before.Within());
        Assert.That(thrown!.Message, Is.EqualTo("socket has been disconnected"));
        await Assert.ThrowsAsync<SocketDisconnectedException>(() => after.Within());
    }

    [Test]
    public async Task Register_Cancelled_StopsWaiting()
    {
        var acks = new AckRegistry(_time);
        using var cancellation = new CancellationTokenSource();
        var (_, answer) = Register(acks, TimeSpan.FromSeconds(5), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => answer.Within());
    }

    private static (long Id, Task<EventArguments> Answer) Register(AckRegistry acks, TimeSpan? timeout, CancellationToken cancellation)
    {
        var id = acks.NextId();
        return (id, acks.Register(id, timeout, null, cancellation));
    }
}
