using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>Reads from an id back.</summary>
/// <param name="log">Where the events are stored.</param>
/// <param name="room">Whose they are.</param>
/// <param name="before">The id before which they lie.</param>
/// <param name="count">How many there are to be.</param>
internal sealed class BackReading(IDurableLog log, HistoryRoom room, long before, int count) : HistoryReading
{
    private readonly Stack<IReadOnlyList<HistoryEntry>> _pages = new();
    private int _left = count;

    protected override IReadOnlyList<HistoryEntry>? ReadNext()
    {
        var page = log.ReadBack(room, before, Math.Min(_left, NamespaceHistory.PageRows), NamespaceHistory.PageBytes);
        if (page.Count > 0)
        {
            _pages.Push(page);
            _left -= page.Count;
            before = page[0].Id;
        }
        return page.Count > 0 && _left > 0 ? null : [.. _pages.SelectMany(each => each)];
    }
}
