namespace SocketIO.History;

/// <summary>Reads stored events for one who waits for them, a page in each turn. Past <see cref="StoredEvents"/>: what one asks for is not to
/// push out what many share.</summary>
internal abstract class HistoryReading : IReplay
{
    private readonly TaskCompletionSource<IReadOnlyList<HistoryEntry>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IReadOnlyList<HistoryEntry>> Result => _done.Task;

    public bool SendNext()
    {
        var all = ReadNext();
        if (all is not null)
        {
            _done.TrySetResult(all);
        }
        return all is null;
    }

    public ValueTask WhenReadyAsync() => ValueTask.CompletedTask;

    public void Fail(Exception exception)
    {
        if (exception is OperationCanceledException { CancellationToken: var cancellation })
        {
            _done.TrySetCanceled(cancellation);
        }
        else
        {
            _done.TrySetException(exception);
        }
    }

    /// <summary>Reads the next page; gives all that there is when that was the last one.</summary>
    protected abstract IReadOnlyList<HistoryEntry>? ReadNext();
}
