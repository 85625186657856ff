namespace SocketIO.History;

/// <summary>Reads stored events for one who waits for them, a page in each turn.</summary>
/// <param name="stored">What is stored.</param>
/// <param name="after">The id behind which it begins.</param>
/// <param name="upTo">The id up to which it reads.</param>
internal sealed class BackReading(StoredEvents stored, long after, long upTo) : IReplay
{
    private readonly TaskCompletionSource<IReadOnlyList<HistoryEntry>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<HistoryEntry> _read = [];

    public Task<IReadOnlyList<HistoryEntry>> Result => _done.Task;

    public bool SendNext()
    {
        var page = stored.After(after, upTo);
        foreach (var each in page)
        {
            _read.Add(new HistoryEntry(each.Id, each.Content));
            after = each.Id;
        }
        if (page.Count > 0 && after < upTo)
        {
            return true;
        }
        _done.SetResult(_read);
        return false;
    }

    public ValueTask WhenReadyAsync() => ValueTask.CompletedTask;

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
