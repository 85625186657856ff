using System.Threading.Channels;
using Cluster.Protos;
using Microsoft.Extensions.Logging;

namespace ClusterAdapter.Link;

/// <summary>What is to be written on one stream. It ends with its stream: what is transient is then lost, as promised.</summary>
internal sealed class Outbox(ILogger logger)
{
    private const int BatchFrames = 256;
    private const int BatchBytes = 256 * 1024;

    private const long MaxTransientBytes = 64 * 1024 * 1024;

    private readonly Channel<(WorkerFrame Frame, int Size)> _frames = Channel.CreateUnbounded<(WorkerFrame Frame, int Size)>(new UnboundedChannelOptions { SingleReader = true });
    private long _bytes;
    private int _warned;

    /// <summary>Whether a frame is for other workers; what is submitted to the log has a bound of its own, and must not be lost.</summary>
    public static bool MayBeLost(WorkerFrame frame) =>
        frame.FrameCase is WorkerFrame.FrameOneofCase.Publish or WorkerFrame.FrameOneofCase.Request or WorkerFrame.FrameOneofCase.Response;

    /// <summary>
    /// Queues a frame; one for a stream that has ended is dropped, and so is one that may be lost while too much waits
    /// because the primary does not read.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="size">About how many bytes it has, if that is known: to find out means to look at all of it.</param>
    public bool TrySend(WorkerFrame frame, int? size = null)
    {
        var bytes = size ?? frame.CalculateSize();
        if (MayBeLost(frame) && Interlocked.Read(ref _bytes) > MaxTransientBytes)
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
            {
                Log.OutboxFull(logger, MaxTransientBytes / (1024 * 1024));
            }
            return false;
        }
        Interlocked.Add(ref _bytes, bytes);
        return _frames.Writer.TryWrite((frame, bytes));
    }

    /// <summary>Takes no more frames.</summary>
    public void Close() => _frames.Writer.TryComplete();

    /// <summary>Writes what is queued, in batches; the only writer on the stream.</summary>
    public async Task PumpAsync(IRelayStream stream, CancellationToken cancellation)
    {
        while (await _frames.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
        {
            var batch = new WorkerBatch();
            var bytes = 0;
            while (bytes < BatchBytes && batch.Frames.Count < BatchFrames && _frames.Reader.TryRead(out var next))
            {
                batch.Frames.Add(next.Frame);
                bytes += next.Size;
            }
            Interlocked.Add(ref _bytes, -bytes);
            await stream.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
    }
}
