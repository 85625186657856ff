using SocketIO.History;

namespace SocketIO.Sequencing;

/// <summary>
/// What is read of the log behind histories; what is appended goes through the sequencer. A cluster's lies with its primary;
/// the interface is the seam for other homes.
/// </summary>
public interface IDurableLog
{
    /// <summary>The life of the log: ids of another epoch mean nothing. Known once <see cref="Ready"/> completed.</summary>
    string Epoch { get; }

    /// <summary>Completes once the log has been reached for the first time.</summary>
    Task Ready { get; }

    /// <summary>Stored events of a room with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, in order; at least one if there is any.</summary>
    IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes);

    /// <summary>The last stored events of a room with id &lt; <paramref name="before"/>, in order; at least one if there is any.</summary>
    IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes);

    /// <summary>The last events that stand in place of some events of a room (<see cref="DurableAppend.Replaces"/>), in the order of those.</summary>
    IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids);

    /// <summary>The id behind which the newest so many events of a room begin, of those up to <paramref name="upTo"/>; 0 when there are
    /// no more of them.</summary>
    long FindFloor(HistoryRoom room, long upTo, int count);

    /// <summary>The id up to which the events of a room were removed, because they were too old or too many; 0 when none was.</summary>
    long FindRemoved(HistoryRoom room);

    /// <summary>
    /// The last events of a room of a searchable history, between two ids, that have all words of a text, each as the beginning of a word;
    /// in order, at least one if there is any.
    /// </summary>
    IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes);
}
