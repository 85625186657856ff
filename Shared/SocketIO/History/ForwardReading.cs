using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>Reads from an id on.</summary>
/// <param name="log">Where the events are stored.</param>
/// <param name="room">Whose they are.</param>
/// <param name="after">The id behind which they lie.</param>
/// <param name="count">How many there are to be.</param>
internal sealed class ForwardReading(IDurableLog log, HistoryRoom room, long after, int count) : HistoryReading
{
    private readonly List<HistoryEntry> _all = [];

    protected override IReadOnlyList<HistoryEntry>? ReadNext()
    {
        var page = log.ReadPage(room, after, long.MaxValue, Math.Min(count - _all.Count, NamespaceHistory.PageRows), NamespaceHistory.PageBytes);
        _all.AddRange(page);
        if (page.Count == 0 || _all.Count == count)
        {
            return _all;
        }
        after = page[^1].Id;
        return null;
    }
}
