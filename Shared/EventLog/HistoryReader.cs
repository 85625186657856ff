using EventLog.Internal.Storage;

namespace EventLog;

/// <summary>Reads the durable history: of a file in any process, of a log in memory in its own. Thread-safe.</summary>
public sealed class HistoryReader : IDisposable
{
    private readonly IHistorySource _source;

    private HistoryReader(IHistorySource source) => _source = source;

    /// <summary>Opens the database, which the writing process has created before: <see cref="SequencedLog.Database"/>.</summary>
    /// <exception cref="EventLogException">It cannot be read; the message says why.</exception>
    public static HistoryReader Open(string database)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        return new HistoryReader(MemoryHistory.IsName(database)
            ? MemoryHistory.Find(database) ?? throw SqliteFaults.NotReadable(database, "its log is not open in this process")
            : FileHistory.Open(database));
    }

    /// <summary>The rows with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, ordered by id, while they fit;
    /// at least one if there is any. Bytes are those of the content as UTF-8.</summary>
    /// <exception cref="EventLogException">The file could not be read; the message says why.</exception>
    public IReadOnlyList<HistoryRow> ReadPage(long after, long upTo, int maxRows, int maxBytes) =>
        _source.ReadPage(after, upTo, maxRows, maxBytes);

    /// <summary>Closes the connections; one that is in use follows when its page is read.</summary>
    public void Dispose() => _source.Dispose();
}
