namespace SocketIO.History;

/// <summary>Reads stored events for one who waits for them, a page in each turn. Past <see cref="StoredEvents"/>: what one asks for is
/// not to push out what many share.</summary>
/// <param name="log">Where they are stored.</param>
/// <param name="after">The id behind which it begins.</param>
/// <param name="upTo">The id up to which it reads.</param>
internal sealed class BackReading(IDurableLog log, long after, long upTo) : IReplay
{
    private readonly TaskCompletionSource<IReadOnlyList<HistoryEntry>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<HistoryEntry> _read = [];

    public Task<IReadOnlyList<HistoryEntry>> Result => _done.Task;

    public bool SendNext()
    {
        var page = log.ReadPage(after, upTo, NamespaceHistory.PageRows, NamespaceHistory.PageBytes);
        _read.AddRange(page);
        if (page.Count > 0 && page[^1].Id < upTo)
        {
            after = page[^1].Id;
            return true;
        }
        _done.SetResult(_read);
        return false;
    }

    public ValueTask WhenReadyAsync() => ValueTask.CompletedTask;

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
