using System.Collections.Concurrent;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Adapter;

/// <summary>
/// Asks the primary for a sign that it has passed on what was sent before, by a mark behind it. A receipt ends with its
/// stream, as what it stands for does.
/// </summary>
internal sealed class Receipts(RelayBus bus)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _pending = new();
    private long _last;

    /// <summary>Gives whether the primary has it.</summary>
    public async Task<bool> SendAsync(Relay relay)
    {
        var id = Interlocked.Increment(ref _last);
        var receipt = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = receipt;
        if (!bus.TrySend(relay) || !bus.Send(new WorkerFrame { Mark = new Mark { Id = id } }))
        {
            Complete(id, received: false);
        }
        return await receipt.Task.ConfigureAwait(false);
    }

    /// <summary>The primary has answered a mark.</summary>
    public void Reached(long id) => Complete(id, received: true);

    /// <summary>The stream broke: no sign will come any more.</summary>
    public void Detached()
    {
        foreach (var id in _pending.Keys)
        {
            Complete(id, received: false);
        }
    }

    private void Complete(long id, bool received)
    {
        if (_pending.TryRemove(id, out var receipt))
        {
            receipt.TrySetResult(received);
        }
    }
}
