using System.Collections.Concurrent;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Durable;

/// <summary>
/// Asks the primary where the log ends; its answer lies in the stream behind every event up to there. A mark outlives
/// its stream: it is asked again on the next.
/// </summary>
internal sealed class Marks
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pending = new();
    private Func<WorkerFrame, bool> _send = _ => false;
    private long _last;

    /// <summary>Completes when everything committed before the call has been delivered.</summary>
    public async Task ReachAsync(CancellationToken cancellation)
    {
        var id = Interlocked.Increment(ref _last);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = reached;
        try
        {
            Ask(id);
            await reached.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public void Reached(long id)
    {
        if (_pending.TryGetValue(id, out var reached))
        {
            reached.TrySetResult();
        }
    }

    /// <summary>A stream begins: what is pending is asked on it.</summary>
    public void Attach(Outbox outbox)
    {
        Volatile.Write(ref _send, outbox.TrySend);
        foreach (var id in _pending.Keys)
        {
            Ask(id);
        }
    }

    private void Ask(long id) => Volatile.Read(ref _send)(new WorkerFrame { Mark = new Mark { Id = id } });
}
