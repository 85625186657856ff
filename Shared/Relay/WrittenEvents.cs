using Cluster.Protos;
using SocketIO.Sequencing;

namespace Cluster.Relay;

/// <summary>
/// The newest entries as they were written for a worker: those that are alike for all are written once, and shared by the links. Nobody
/// changes such a frame. One that is overwritten, or written twice at once, costs only the work.
/// </summary>
internal sealed class WrittenEvents
{
    private const int Slots = 512;

    /// <summary>Larger ones are written anew, so that this keeps 8 MiB at the most; what they are made of is not copied anyway.</summary>
    private const int MaxSize = 16 * 1024;

    private readonly Written?[] _slots = new Written?[Slots];

    /// <summary>What a worker gets of an entry; alike for every worker.</summary>
    public PrimaryFrame Get(in LogEntry entry)
    {
        if (entry.Event.Size > MaxSize)
        {
            return Write(entry);
        }
        ref var slot = ref _slots[entry.Number % Slots];
        if (Volatile.Read(ref slot) is { } written && written.Number == entry.Number)
        {
            return written.Frame;
        }
        var frame = Write(entry);
        Volatile.Write(ref slot, new Written(entry.Number, frame));
        return frame;
    }

    public static PrimaryFrame Write(in LogEntry entry) => new() { Event = EventCodec.Write(entry) };

    private sealed record Written(long Number, PrimaryFrame Frame);
}
