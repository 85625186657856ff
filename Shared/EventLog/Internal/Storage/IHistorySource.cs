namespace EventLog.Internal.Storage;

/// <summary>Where the durable rows are read from.</summary>
internal interface IHistorySource : IDisposable
{
    /// <summary>The rows with <paramref name="after"/> &lt; id &lt;= <paramref name="upTo"/>, ordered by id, while they fit;
    /// at least one if there is any.</summary>
    IReadOnlyList<HistoryRow> ReadPage(long after, long upTo, int maxRows, int maxBytes);
}
