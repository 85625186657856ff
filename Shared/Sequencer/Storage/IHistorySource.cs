using SocketIO.History;

namespace SocketIO.Sequencer.Storage;

/// <summary>Where the durable rows are read from.</summary>
internal interface IHistorySource : IDisposable
{
    /// <summary>The rows of a room with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, ordered by id, while they
    /// fit; at least one if there is any.</summary>
    IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes);

    /// <summary>The last rows of a room with id &lt; <paramref name="before"/>, ordered by id, while they fit; at least one if there
    /// is any.</summary>
    IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes);

    /// <summary>The last rows that stand in place of some rows of a room, in the order of those.</summary>
    IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids);

    /// <summary>The id behind which the newest so many rows of a room begin, of those up to <paramref name="upTo"/>; 0 when there are
    /// no more of them.</summary>
    long FindFloor(HistoryRoom room, long upTo, int count);

    /// <summary>The id up to which the rows of a room were removed; 0 when none was.</summary>
    long FindRemoved(HistoryRoom room);

    /// <summary>The last rows of a room between two ids that answer a question (<see cref="Words"/>), ordered by id, while they fit; at least
    /// one if there is any.</summary>
    IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string question, long after, long before, int maxRows, int maxBytes);
}
