using Cluster.Protos;
using Google.Protobuf;

namespace ClusterAdapter.Link;

/// <summary>
/// What this worker submitted to the log and has no answer for yet: numbered from 1, kept until it is answered, and
/// sent again to a primary that comes back. Bounded in bytes: more waits.
/// </summary>
internal sealed class SubmissionBuffer(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Pending> _pending = [];
    private readonly ByteBudget _budget = new(maxBytes);
    private Outbox? _outbox;
    private long _last;

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

    /// <summary>Submits; completes with the primary's answer, however long the primary is away.</summary>
    public async ValueTask<SubmitAnswer> SubmitAsync(EventBody body, Append append, CancellationToken cancellation)
    {
        var bytes = body.ToByteString();
        var size = bytes.Length + append.CalculateSize();
        await _budget.AcquireAsync(size, cancellation).ConfigureAwait(false);
        var pending = Add(bytes, append, size);
        return await pending.Answer.Task.WaitAsync(cancellation).ConfigureAwait(false);
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
        }
        _budget.Release(pending.Size);
        pending.Answer.TrySetResult(answer);
    }

    /// <summary>Sends everything unanswered on a new stream, in order, and from now on what comes.</summary>
    public void Attach(Outbox outbox)
    {
        lock (_lock)
        {
            _outbox = outbox;
            foreach (var pending in _pending.Values)
            {
                outbox.TrySend(pending.Frame);
            }
        }
    }

    private Pending Add(ByteString body, Append append, int size)
    {
        lock (_lock)
        {
            // Numbered and sent under one lock: the primary takes sequences in order only.
            var sequence = ++_last;
            var frame = new WorkerFrame { Submit = new Submit { Sequence = sequence, Body = body, Append = append } };
            var pending = new Pending(frame, size);
            _pending.Add(sequence, pending);
            _outbox?.TrySend(frame);
            return pending;
        }
    }

    private sealed record Pending(WorkerFrame Frame, int Size)
    {
        // Continuations run elsewhere: answers arrive on the thread that delivers events.
        public TaskCompletionSource<SubmitAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
