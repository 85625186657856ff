using System.Threading.Channels;
using Cluster.Protos;
using ClusterAdapter.Link;
using Microsoft.Extensions.Logging.Testing;

namespace ClusterAdapter.Tests.Support;

/// <summary>An outbox whose frames a test reads in place of a primary.</summary>
internal sealed class OutboxProbe
{
    private readonly Channel<WorkerFrame> _written = Channel.CreateUnbounded<WorkerFrame>();

    public FakeLogCollector Logs { get; } = new();

    public Outbox Outbox { get; }

    public OutboxProbe() => Outbox = new Outbox(new FakeLogger(Logs));

    public List<int> BatchSizes { get; } = [];

    /// <summary>Everything sent until now; the outbox is closed by it.</summary>
    public async Task<List<WorkerFrame>> CloseAsync()
    {
        Outbox.Close();
        using var stream = new WrittenStream(this);
        await Outbox.PumpAsync(stream, CancellationToken.None).Within();
        _written.Writer.Complete();
        return await _written.Reader.ReadAllAsync().ToListAsync().AsTask().Within();
    }

    private sealed class WrittenStream(OutboxProbe probe) : IRelayStream
    {
        public ValueTask WriteAsync(WorkerBatch batch, CancellationToken cancellation)
        {
            probe.BatchSizes.Add(batch.Frames.Count);
            foreach (var frame in batch.Frames)
            {
                probe._written.Writer.TryWrite(frame);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask<PrimaryBatch?> ReadAsync(CancellationToken cancellation) => throw new NotSupportedException("nobody answers an outbox");

        public void Dispose()
        {
        }
    }
}
