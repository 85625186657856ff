using Cluster.Protos;
using SocketIO;
using SocketIO.Sequencing;

namespace ClusterAdapter.Link;

/// <summary>
/// What this worker submitted to the log and has no answer for yet: numbered from 1, kept until it is answered, and
/// sent again to a primary that comes back. Answers come in the order of the numbers. It is bounded in bytes, together with
/// what waits for an answer to be sent; only what becomes of sessions that are there is taken in any case.
/// </summary>
internal sealed class SubmissionBuffer(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Pending> _pending = [];
    private readonly PriorityQueue<(Action Action, long Bytes), (long Submission, long Order)> _waiting = new();
    private readonly ByteBudget _budget = new(maxBytes);
    private Outbox? _outbox;
    private TaskCompletionSource? _empty;
    private long _last;
    private long _answered;
    private long _order;

    /// <summary>How many submissions have no answer yet.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>The number of the last submission; 0 before the first one.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Submits at once, and gives the number.</summary>
    /// <exception cref="SequencerFullException">There is no room, and it need not be taken.</exception>
    public long Submit(Submit submit, SessionCallback? onChanged, bool mustBeTaken)
    {
        var size = submit.CalculateSize();
        if (mustBeTaken)
        {
            _budget.Take(size);
        }
        else if (!_budget.TryAcquire(size))
        {
            throw new SequencerFullException();
        }
        return Add(submit, onChanged, size).Frame.Submit.Sequence;
    }

    /// <summary>Submits as soon as there is room; completes with the primary's answer, however long the primary is away.</summary>
    public async ValueTask<SubmitAnswer> SubmitAsync(Submit submit, SessionCallback? onChanged, bool mustBeTaken, CancellationToken cancellation)
    {
        var size = submit.CalculateSize();
        if (mustBeTaken)
        {
            _budget.Take(size);
        }
        else
        {
            await _budget.AcquireAsync(size, cancellation).ConfigureAwait(false);
        }
        // Continuations run elsewhere: answers arrive on the thread that delivers events.
        var answer = new TaskCompletionSource<SubmitAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(submit, onChanged, size, answer);
        return await answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Completes when there is room.</summary>
    public ValueTask WaitForRoomAsync() => _budget.WaitForRoomAsync();

    /// <summary>Completes when everything is answered.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            return _pending.Count == 0
                ? Task.CompletedTask
                : (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>What is to be called of what was submitted under a number, until it is answered.</summary>
    public SessionCallback? Find(long sequence)
    {
        lock (_lock)
        {
            return _pending.GetValueOrDefault(sequence)?.OnChanged;
        }
    }

    /// <summary>
    /// Does something once everything up to a number is answered: at once, or on the thread that brings the answer. What
    /// waits for the same number is done in the order of the calls. What it keeps in memory meanwhile takes room.
    /// </summary>
    /// <exception cref="SequencerFullException">It keeps something, would have to wait, and there is no room.</exception>
    public void After(long submission, Action action, long bytes = 0)
    {
        lock (_lock)
        {
            if (submission > _answered)
            {
                if (bytes > 0 && !_budget.TryAcquire(bytes))
                {
                    throw new SequencerFullException();
                }
                _waiting.Enqueue((action, bytes), (submission, _order++));
                return;
            }
        }
        action();
    }

    /// <summary>Takes an answer; one for something answered before is ignored.</summary>
    public void Complete(SubmitAnswer answer)
    {
        Pending? pending;
        lock (_lock)
        {
            if (!_pending.Remove(answer.Sequence, out pending))
            {
                return;
            }
            if (_pending.Count == 0)
            {
                _empty?.TrySetResult();
                _empty = null;
            }
        }
        _budget.Release(pending.Size);
        try
        {
            RunWaiting(answer.Sequence);
        }
        finally
        {
            pending.Answer?.TrySetResult(answer);
        }
    }

    /// <summary>Sends everything unanswered on a new stream, in order, and from now on what comes.</summary>
    public void Attach(Outbox outbox)
    {
        lock (_lock)
        {
            _outbox = outbox;
            foreach (var pending in _pending.Values)
            {
                outbox.TrySend(pending.Frame, pending.Size);
            }
        }
    }

    private Pending Add(Submit submit, SessionCallback? onChanged, int size, TaskCompletionSource<SubmitAnswer>? answer = null)
    {
        lock (_lock)
        {
            // Numbered and sent under one lock: the primary takes sequences in order only.
            submit.Sequence = ++_last;
            var pending = new Pending(new WorkerFrame { Submit = submit }, size, onChanged, answer);
            _pending.Add(submit.Sequence, pending);
            _outbox?.TrySend(pending.Frame, pending.Size);
            return pending;
        }
    }

    // The number counts as answered only when nothing waits for it any more: what comes meanwhile lines up behind.
    private void RunWaiting(long answered)
    {
        while (true)
        {
            (Action Action, long Bytes) next;
            lock (_lock)
            {
                if (!_waiting.TryPeek(out next, out var due) || due.Submission > answered)
                {
                    _answered = Math.Max(_answered, answered);
                    return;
                }
                _waiting.Dequeue();
            }
            _budget.Release(next.Bytes);
            next.Action();
        }
    }

    private sealed record Pending(WorkerFrame Frame, int Size, SessionCallback? OnChanged, TaskCompletionSource<SubmitAnswer>? Answer);
}
