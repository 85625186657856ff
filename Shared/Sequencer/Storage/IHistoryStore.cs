namespace SocketIO.Sequencer.Storage;

/// <summary>The upkeep of the durable rows. Used by the committing thread, within a transaction.</summary>
internal interface IHistoryStore
{
    void Save(HistoryPolicy policy);

    /// <summary>Up to which id the words of a history are indexed.</summary>
    long IndexedThrough(string history);

    void SaveIndexed(string history, long id);

    /// <summary>Indexes the words of a history's rows with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>; what they replace
    /// is found no more.</summary>
    void Index(string history, long after, long upTo);

    /// <summary>The first room of a history behind another one, by some order; the first of all behind null. Null when there is no more.</summary>
    string? NextRoom(string history, string? after);

    /// <summary>How many rows a room has before an id, <paramref name="max"/> at the most, and the lowest id of those.</summary>
    (int Rows, long First) CountBack(HistoryRoom room, long before, int max);

    /// <summary>Removes the oldest rows of a room, and says how many those were.</summary>
    int RemoveOldest(HistoryRoom room, int max);

    /// <summary>Removes rows of a history whose time is before <paramref name="oldest"/> (Unix milliseconds), and says how many of each room.
    /// Those whose time is not known stay.</summary>
    IReadOnlyList<(HistoryRoom Room, int Rows)> RemoveOlder(string history, long oldest, int max);
}
