using System.Threading.Channels;
using Cluster.Protos;
using Grpc.Core;

namespace ClusterAdapter.Link;

/// <summary>What is to be written on one stream. It ends with its stream: what is transient is then lost, as promised.</summary>
internal sealed class Outbox
{
    private const int BatchFrames = 256;
    private const int BatchBytes = 256 * 1024;

    private readonly Channel<WorkerFrame> _frames = Channel.CreateUnbounded<WorkerFrame>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Queues a frame; one for a stream that has ended is dropped.</summary>
    public bool TrySend(WorkerFrame frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Takes no more frames.</summary>
    public void Close() => _frames.Writer.TryComplete();

    /// <summary>Writes what is queued, in batches; the only writer on the stream.</summary>
    public async Task PumpAsync(IAsyncStreamWriter<WorkerBatch> stream, CancellationToken cancellation)
    {
        while (await _frames.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            var batch = new WorkerBatch();
            var bytes = 0;
            while (bytes < BatchBytes && batch.Frames.Count < BatchFrames && _frames.Reader.TryRead(out var frame))
            {
                batch.Frames.Add(frame);
                bytes += frame.CalculateSize();
            }
            await stream.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
    }
}
