using Cluster.Protos;

namespace ClusterAdapter.Tests;

public sealed class OutboxTests
{
    [Test]
    public async Task Pump_ManyFrames_AreWrittenInOrderAndInBatches()
    {
        var probe = new OutboxProbe();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.That(probe.Outbox.TrySend(new WorkerFrame { ReceiptRequest = new ReceiptRequest { Id = i } }), Is.True);
        }

        var sent = await probe.CloseAsync();

        Assert.That(sent.Select(frame => frame.ReceiptRequest.Id), Is.EqualTo(Enumerable.Range(0, 1_000)));
        Assert.That(probe.BatchSizes, Is.EqualTo([256, 256, 256, 232]));
    }

    [Test]
    public async Task Pump_LargeFrames_MakeSmallBatches()
    {
        var probe = new OutboxProbe();
        for (var i = 0; i < 4; i++)
        {
            probe.Outbox.TrySend(new WorkerFrame { Submit = new Submit { Emit = new Emit { Append = new Append { Content = new string('x', 150 * 1024) } } } });
        }

        await probe.CloseAsync();

        Assert.That(probe.BatchSizes, Is.EqualTo([2, 2]));
    }

    [Test]
    public async Task TrySend_TooMuchWaits_DropsWhatMayBeLostAndWarnsOnce()
    {
        const int outboxFull = 207;
        var probe = new OutboxProbe();
        var large = new WorkerFrame { Publish = new Publish { Namespace = new string('x', 40 * 1024 * 1024) } };
        Assert.That((probe.Outbox.TrySend(large), probe.Outbox.TrySend(large)), Is.EqualTo((true, true)));
        Assert.That(probe.Logs.CountOf(outboxFull), Is.Zero);

        Assert.That(probe.Outbox.TrySend(new WorkerFrame { Publish = new Publish() }), Is.False);
        Assert.That(probe.Outbox.TrySend(new WorkerFrame { Request = new Request() }), Is.False);
        Assert.That(probe.Outbox.TrySend(new WorkerFrame { Response = new Response() }), Is.False);
        Assert.That(probe.Outbox.TrySend(new WorkerFrame { Submit = new Submit() }), Is.True, "it has a bound of its own");

        Assert.That(probe.Logs.CountOf(outboxFull), Is.EqualTo(1));
        Assert.That(await probe.CloseAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task TrySend_AfterClose_IsRefused()
    {
        var probe = new OutboxProbe();
        await probe.CloseAsync();

        Assert.That(probe.Outbox.TrySend(new WorkerFrame()), Is.False);
    }
}
