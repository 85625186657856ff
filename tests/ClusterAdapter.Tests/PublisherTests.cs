using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cluster.Protos;
using ClusterAdapter.Link;
using Microsoft.Extensions.DependencyInjection;

namespace ClusterAdapter.Tests;

/// <summary>What is lost on the way to the other workers is counted.</summary>
public sealed class PublisherTests
{
    private static readonly WorkerFrame[] Frames =
    [
        new WorkerFrame { Publish = new Publish() },
        new WorkerFrame { Request = new Request() },
        new WorkerFrame { Response = new Response() },
    ];

    private readonly ConcurrentDictionary<string, long> _sums = new();
    private ServiceProvider _services = null!;
    private MeterListener _listener = null!;
    private Publisher _bus = null!;

    [SetUp]
    public void Create()
    {
        _sums.Clear();
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Scope == meters)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
        _bus = new Publisher(new ClusterMembers("own"), new ClusterMetrics(meters, new SubmissionBuffer(1)));
    }

    [TearDown]
    public void Remove()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [TestCaseSource(nameof(Frames))]
    public void Send_PrimaryAway_IsCountedAsDropped(WorkerFrame frame)
    {
        Assert.That(_bus.Send(frame), Is.False);

        Assert.That(_sums, Is.EquivalentTo(new Dictionary<string, long> { ["cluster.publish.dropped"] = 1 }));
    }

    [TestCaseSource(nameof(Frames))]
    public void Send_PrimaryThere_IsCountedAsSent(WorkerFrame frame)
    {
        _bus.Attach(new OutboxProbe().Outbox);

        Assert.That(_bus.Send(frame), Is.True);

        Assert.That(_sums, Is.EquivalentTo(new Dictionary<string, long> { ["cluster.publish.sent"] = 1 }));
    }

    [Test]
    public void Send_Mark_IsNotCounted()
    {
        _bus.Send(new WorkerFrame { ReceiptRequest = new ReceiptRequest() });

        Assert.That(_sums, Is.Empty);
    }
}
