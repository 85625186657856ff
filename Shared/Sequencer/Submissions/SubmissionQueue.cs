namespace SocketIO.Sequencer.Submissions;

/// <summary>
/// What waits to be committed: one queue for each instance, taken from in turn, with a common limit in bytes. Those that
/// find no room wait in the order of their arrival, so that order is kept within an instance.
/// </summary>
internal sealed class SubmissionQueue(long maxBytes, int maxBatchEntries, int maxBatchBytes)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Queue<Submission>> _sources = [];
    private readonly Queue<Queue<Submission>> _turn = new();
    private readonly Stack<Queue<Submission>> _spare = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private long _bytes;
    private int _count;
    private bool _completed;
    private bool _woken;

    /// <summary>How many submissions wait, those without room included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count + _waiters.Count;
            }
        }
    }

    /// <summary>Adds what is small and must not be lost, room or not.</summary>
    public void Force(Submission submission)
    {
        lock (_lock)
        {
            if (!_completed)
            {
                Admit(submission, SizeOf(submission));
            }
        }
    }

    /// <summary>Completes when the submission is in the queue; with false when the queue was completed before.</summary>
    public ValueTask<bool> AddAsync(Submission submission, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_completed)
            {
                return ValueTask.FromResult(false);
            }
            if (_waiters.Count == 0 && TryAdmit(submission))
            {
                return ValueTask.FromResult(true);
            }
            var waiter = new Waiter(submission);
            var node = _waiters.AddLast(waiter);
            if (cancellation.CanBeCanceled)
            {
                waiter.Registration = cancellation.UnsafeRegister((_, token) => Cancel(node, token), null);
            }
            return new ValueTask<bool>(waiter.Admitted.Task);
        }
    }

    /// <summary>
    /// Waits until there is something to take, <see cref="Wake"/> was called or the queue is completed, and fills the batch
    /// with one submission of each instance in turn. False when nothing will ever come again.
    /// </summary>
    public bool Take(List<Submission> batch)
    {
        lock (_lock)
        {
            while (_count == 0 && !_completed && !_woken)
            {
                Monitor.Wait(_lock);
            }
            _woken = false;
            long bytes = 0;
            while (_count > 0 && batch.Count < maxBatchEntries)
            {
                var source = _turn.Peek();
                var size = SizeOf(source.Peek());
                if (batch.Count > 0 && bytes + size > maxBatchBytes)
                {
                    break;
                }
                bytes += size;
                batch.Add(TakeFrom(_turn.Dequeue(), size));
            }
            AdmitWaiters();
            return batch.Count > 0 || !_completed;
        }
    }

    /// <summary>Lets <see cref="Take"/> return, be it with nothing.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            _woken = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Takes nothing more in; what waits for room is refused.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            while (_waiters.First is { } node)
            {
                Release(node).Admitted.TrySetResult(false);
            }
            Monitor.Pulse(_lock);
        }
    }

    private static long SizeOf(Submission submission) => 64 + submission.Size;

    private bool TryAdmit(Submission submission)
    {
        var size = SizeOf(submission);
        if (_count > 0 && _bytes + size > maxBytes)
        {
            return false;
        }
        Admit(submission, size);
        return true;
    }

    private void Admit(Submission submission, long size)
    {
        if (!_sources.TryGetValue(submission.Instance, out var source))
        {
            source = _spare.TryPop(out var spare) ? spare : new Queue<Submission>();
            _sources.Add(submission.Instance, source);
            _turn.Enqueue(source);
        }
        source.Enqueue(submission);
        _bytes += size;
        if (++_count == 1)
        {
            Monitor.Pulse(_lock);
        }
    }

    private Submission TakeFrom(Queue<Submission> source, long size)
    {
        var submission = source.Dequeue();
        _bytes -= size;
        _count--;
        if (source.Count > 0)
        {
            _turn.Enqueue(source);
        }
        else
        {
            _sources.Remove(submission.Instance);
            _spare.Push(source);
        }
        return submission;
    }

    private void AdmitWaiters()
    {
        while (_waiters.First is { } node && TryAdmit(node.Value.Submission))
        {
            Release(node).Admitted.TrySetResult(true);
        }
    }

    private void Cancel(LinkedListNode<Waiter> node, CancellationToken token)
    {
        lock (_lock)
        {
            if (node.List is not null)
            {
                _waiters.Remove(node);
                node.Value.Admitted.TrySetCanceled(token);
                // It may have been too large for a room in which those behind it fit.
                AdmitWaiters();
            }
        }
    }

    private Waiter Release(LinkedListNode<Waiter> node)
    {
        _waiters.Remove(node);
        node.Value.Registration.Unregister();
        return node.Value;
    }

    private sealed class Waiter(Submission submission)
    {
        public Submission Submission { get; } = submission;

        public TaskCompletionSource<bool> Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationTokenRegistration Registration { get; set; }
    }
}
