using SocketIO.History;
using SocketIO.Sequencer.Sqlite;
using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer;

/// <summary>Reads the durable history: of a file in any process, of a log in memory in its own. Thread-safe.</summary>
internal sealed class HistoryReader : IDisposable
{
    private readonly IHistorySource _source;

    private HistoryReader(IHistorySource source) => _source = source;

    /// <summary>Opens the database, which the writing process has created before: <see cref="SequencedLog.Database"/>.</summary>
    /// <exception cref="SequencerException">It cannot be read; the message says why.</exception>
    public static HistoryReader Open(string database)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        return new HistoryReader(MemoryHistory.IsName(database)
            ? MemoryHistory.Find(database) ?? throw SqliteFaults.NotReadable(database, "its log is not open in this process")
            : FileHistory.Open(database));
    }

    /// <summary>The rows of a room with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, ordered by id, while they fit;
    /// at least one if there is any. Bytes are those of content and details as UTF-8.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes) =>
        _source.ReadPage(room, after, upTo, maxRows, maxBytes);

    /// <summary>The last rows of a room with id &lt; <paramref name="before"/>, ordered by id, while they fit; at least one if there is
    /// any.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes) =>
        _source.ReadBack(room, before, maxRows, maxBytes);

    /// <summary>The last rows that stand in place of some rows of a room, in the order of those.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _source.ReadReplacements(room, ids);
    }

    /// <summary>The id behind which the newest so many rows of a room begin, of those up to <paramref name="upTo"/>; 0 when there are no
    /// more of them.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public long FindFloor(HistoryRoom room, long upTo, int count) => _source.FindFloor(room, upTo, count);

    /// <summary>The id up to which the rows of a room were removed, because they were too old or too many; 0 when none was.</summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public long FindRemoved(HistoryRoom room) => _source.FindRemoved(room);

    /// <summary>
    /// The last rows of a searchable history's room, between two ids, that have all words of a text, each as the beginning of a word; ordered
    /// by id, while they fit; at least one if there is any. Of a text 200 characters and 10 words count; one without words finds nothing.
    /// </summary>
    /// <exception cref="SequencerException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Words.ToQuestion(room, text) is { } question ? _source.Search(room, question, after, before, maxRows, maxBytes) : [];
    }

    /// <summary>Closes the connections; one that is in use follows when its page is read.</summary>
    public void Dispose() => _source.Dispose();
}
