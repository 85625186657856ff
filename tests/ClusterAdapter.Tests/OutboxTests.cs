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
            Assert.That(probe.Outbox.TrySend(new WorkerFrame { Mark = new Mark { Id = i } }), Is.True);
        }

        var sent = await probe.CloseAsync();

        Assert.That(sent.Select(frame => frame.Mark.Id), Is.EqualTo(Enumerable.Range(0, 1_000)));
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
    public async Task TrySend_AfterClose_IsRefused()
    {
        var probe = new OutboxProbe();
        await probe.CloseAsync();

        Assert.That(probe.Outbox.TrySend(new WorkerFrame()), Is.False);
    }
}
