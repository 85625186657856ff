namespace SocketIO.History;

/// <summary>Reads stored events for one who waits for them, from the newest on, a page in each turn. Past <see cref="StoredEvents"/>:
/// what one asks for is not to push out what many share.</summary>
/// <param name="log">Where they are stored.</param>
/// <param name="room">Whose they are.</param>
/// <param name="before">The id before which they lie.</param>
/// <param name="count">How many there are to be.</param>
internal sealed class BackReading(IDurableLog log, HistoryRoom room, long before, int count) : IReplay
{
    private readonly TaskCompletionSource<IReadOnlyList<HistoryEntry>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<IReadOnlyList<HistoryEntry>> _pages = new();
    private int _left = count;

    public Task<IReadOnlyList<HistoryEntry>> Result => _done.Task;

    public bool SendNext()
    {
        var page = log.ReadBack(room, before, Math.Min(_left, NamespaceHistory.PageRows), NamespaceHistory.PageBytes);
        if (page.Count > 0)
        {
            _pages.Push(page);
            _left -= page.Count;
            before = page[0].Id;
        }
        if (page.Count > 0 && _left > 0)
        {
            return true;
        }
        _done.SetResult([.. _pages.SelectMany(each => each)]);
        return false;
    }

    public ValueTask WhenReadyAsync() => ValueTask.CompletedTask;

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
