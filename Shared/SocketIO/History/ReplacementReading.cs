using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>Reads what stands in place of some events.</summary>
/// <param name="log">Where the events are stored.</param>
/// <param name="room">Whose they are.</param>
/// <param name="ids">The ids of those in whose place they stand.</param>
internal sealed class ReplacementReading(IDurableLog log, HistoryRoom room, IEnumerable<long> ids) : HistoryReading
{
    private readonly Queue<long[]> _pages = new(ids.Chunk(NamespaceHistory.PageRows));
    private readonly List<HistoryEntry> _all = [];

    protected override IReadOnlyList<HistoryEntry>? ReadNext()
    {
        if (_pages.TryDequeue(out var page))
        {
            _all.AddRange(log.ReadReplacements(room, page));
        }
        return _pages.Count > 0 ? null : _all;
    }
}
