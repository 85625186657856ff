using Cluster.Protos;

namespace Cluster.Relay;

/// <summary>What waits for its turn on a link.</summary>
/// <param name="After">It leaves when every event up to here has left, and no later one.</param>
/// <param name="Frame">The frame, or <see langword="null"/> when there is a question.</param>
/// <param name="Question">The question that is answered when its turn comes, or <see langword="null"/> when there is a frame.</param>
/// <param name="Size">The bytes of the frame; 0 for a question.</param>
internal readonly record struct QueuedFrame(long After, PrimaryFrame? Frame, ReadMissed? Question, int Size);

/// <summary>The frames of a link that are not in the log. Filled by any thread, emptied by the link's own.</summary>
internal sealed class FrameQueue
{
    /// <summary>A worker that takes nothing while so much piles up is as good as hung.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private const int Overhead = 64;

    private readonly Lock _lock = new();
    private readonly Queue<QueuedFrame> _frames = new();
    private long _bytes;

    /// <summary>False when there is too much in it.</summary>
    public bool TryAdd(in QueuedFrame frame)
    {
        lock (_lock)
        {
            _frames.Enqueue(frame);
            _bytes += frame.Size + Overhead;
            return _bytes <= MaxBytes;
        }
    }

    public bool TryPeek(out QueuedFrame frame)
    {
        lock (_lock)
        {
            return _frames.TryPeek(out frame);
        }
    }

    public void Take()
    {
        lock (_lock)
        {
            _bytes -= _frames.Dequeue().Size + Overhead;
        }
    }
}
