using System.Threading.Channels;
using Cluster.Protos;
using ClusterAdapter.Link;
using Grpc.Core;

namespace ClusterAdapter.Tests.Support;

/// <summary>An outbox whose frames a test reads in place of a primary.</summary>
internal sealed class OutboxProbe : IAsyncStreamWriter<WorkerBatch>
{
    private readonly Channel<WorkerFrame> _written = Channel.CreateUnbounded<WorkerFrame>();

    public LogCollector Logs { get; } = new();

    public Outbox Outbox { get; }

    public OutboxProbe() => Outbox = new Outbox(Logs);

    public List<int> BatchSizes { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(WorkerBatch message)
    {
        BatchSizes.Add(message.Frames.Count);
        foreach (var frame in message.Frames)
        {
            _written.Writer.TryWrite(frame);
        }
        return Task.CompletedTask;
    }

    public Task WriteAsync(WorkerBatch message, CancellationToken cancellationToken) => WriteAsync(message);

    /// <summary>Everything sent until now; the outbox is closed by it.</summary>
    public async Task<List<WorkerFrame>> CloseAsync()
    {
        Outbox.Close();
        await Outbox.PumpAsync(this, CancellationToken.None).Within();
        _written.Writer.Complete();
        return await _written.Reader.ReadAllAsync().ToListAsync().AsTask().Within();
    }
}
