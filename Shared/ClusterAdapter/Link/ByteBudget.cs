namespace ClusterAdapter.Link;

/// <summary>Bounds what is held in memory: who would go over the limit waits, first come, first served.</summary>
internal sealed class ByteBudget(long limit)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiters = [];
    private readonly List<TaskCompletionSource> _watchers = [];
    private long _used;

    /// <summary>Takes bytes. One that is larger than the whole limit gets in when it is alone.</summary>
    public async ValueTask AcquireAsync(long bytes, CancellationToken cancellation)
    {
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiters.Count == 0 && Fits(bytes))
            {
                _used += bytes;
                return;
            }
            node = _waiters.AddLast(new Waiter(bytes));
        }
        try
        {
            await node.Value.Admitted.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            GiveUp(node);
            throw;
        }
    }

    /// <summary>Takes bytes if there is room, and nobody waits for it.</summary>
    public bool TryAcquire(long bytes)
    {
        lock (_lock)
        {
            if (_waiters.Count > 0 || !Fits(bytes))
            {
                return false;
            }
            _used += bytes;
            return true;
        }
    }

    /// <summary>Takes bytes, whether there is room or not.</summary>
    public void Take(long bytes)
    {
        lock (_lock)
        {
            _used += bytes;
        }
    }

    /// <summary>Completes when a quarter of the limit is free, and nobody waits for it. Takes nothing, and nobody has to wait
    /// behind it: the quarter is for those who are at work.</summary>
    public ValueTask WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (HasRoom)
            {
                return ValueTask.CompletedTask;
            }
            var watcher = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add(watcher);
            return new ValueTask(watcher.Task);
        }
    }

    public void Release(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Admit();
        }
    }

    private void GiveUp(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is not null)
            {
                _waiters.Remove(node);
            }
            else
            {
                // It was admitted in the very moment in which it gave up.
                _used -= node.Value.Bytes;
            }
            Admit();
        }
    }

    private void Admit()
    {
        while (_waiters.First is { } first && Fits(first.Value.Bytes))
        {
            _waiters.RemoveFirst();
            _used += first.Value.Bytes;
            first.Value.Admitted.SetResult();
        }
        if (_watchers.Count > 0 && HasRoom)
        {
            _watchers.ForEach(watcher => watcher.SetResult());
            _watchers.Clear();
        }
    }

    private bool HasRoom => _waiters.Count == 0 && Fits(limit / 4);

    private bool Fits(long bytes) => _used == 0 || _used + bytes <= limit;

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
