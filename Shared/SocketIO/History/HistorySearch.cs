using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>Searches rooms for one who waits for it, a page of a room in each turn, the newest first.</summary>
/// <param name="log">Where the events are stored.</param>
/// <param name="rooms">The rooms.</param>
/// <param name="text">What they are searched for.</param>
/// <param name="before">The id before which the events lie.</param>
/// <param name="count">How many there are to be.</param>
/// <param name="time">The clock.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class HistorySearch(
    IDurableLog log, IEnumerable<HistoryRoom> rooms, string text, long before, int count, TimeProvider time, CancellationToken cancellation) : HistoryReading
{
    /// <summary>So long it may take, the time included that it waits for others.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(3);

    private readonly Queue<HistoryRoom> _rooms = new(rooms);
    private readonly long _started = time.GetTimestamp();

    // The last one first.
    private readonly SortedList<long, HistoryEntry> _found = new(Comparer<long>.Create((left, right) => right.CompareTo(left)));

    // In the room that is searched; null at its end.
    private long? _reached;

    protected override IReadOnlyList<HistoryEntry>? ReadNext()
    {
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_started) > MaxTime)
        {
            throw new TimeoutException($"the search was not done within {MaxTime.TotalSeconds} s");
        }
        if (_rooms.TryPeek(out var room) && !SearchPage(room))
        {
            _rooms.Dequeue();
            _reached = null;
        }
        return _rooms.Count > 0 ? null : [.. _found.Values.Reverse()];
    }

    // Returns whether the room may have more.
    private bool SearchPage(HistoryRoom room)
    {
        // What is older than all that were found is not wanted any more.
        var after = _found.Count < count ? 0 : _found.GetKeyAtIndex(count - 1);
        var wanted = Math.Min(count, NamespaceHistory.PageRows);
        var page = log.Search(room, text, after, _reached ?? before, wanted, NamespaceHistory.PageBytes);
        foreach (var entry in page)
        {
            _found.Add(entry.Id, entry);
        }
        while (_found.Count > count)
        {
            _found.RemoveAt(_found.Count - 1);
        }
        if (page.Count == 0)
        {
            return false;
        }
        _reached = page[0].Id;
        return _found.Count < count || _reached > _found.GetKeyAtIndex(count - 1);
    }
}
