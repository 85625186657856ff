using System.Collections.Concurrent;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace ClusterAdapter.Adapter;

/// <summary>
/// Asks the primary for a sign that it has passed on what was sent before. A receipt ends with its
/// stream, as what it stands for does.
/// </summary>
internal sealed class Receipts(Publisher publisher)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<bool>> _pending = new();
    private long _last;

    /// <summary>Gives whether the primary has it.</summary>
    public async Task<bool> SendAsync(Publish publish)
    {
        var id = Interlocked.Increment(ref _last);
        var receipt = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = receipt;
        if (!publisher.TrySend(publish) || !publisher.Send(new WorkerFrame { ReceiptRequest = new ReceiptRequest { Id = id } }))
        {
            Complete(id, received: false);
        }
        return await receipt.Task.ConfigureAwait(false);
    }

    /// <summary>A receipt has come.</summary>
    public void Received(long id) => Complete(id, received: true);

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
