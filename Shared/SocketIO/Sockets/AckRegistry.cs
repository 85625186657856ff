using System.Collections.Concurrent;
using SocketIO.Arguments;

namespace SocketIO.Sockets;

/// <summary>The acknowledgements that a socket waits for.</summary>
internal sealed class AckRegistry(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<EventArguments>> _pending = new();
    private long _lastId = -1;
    private volatile bool _closed;

    public long NextId() => Interlocked.Increment(ref _lastId);

    public Task<EventArguments> Register(long id, TimeSpan? timeout, CancellationToken cancellation)
    {
        // Continuations run elsewhere: the answer is set on the thread that reads from the client.
        var source = new TaskCompletionSource<EventArguments>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = source;
        if (_closed)
        {
            Fail(id, new SocketDisconnectedException());
        }
        return WaitAsync(id, source.Task, timeout, cancellation);
    }

    /// <summary>Takes an answer; one that nobody waits for (too late, or twice) is ignored.</summary>
    public void Complete(long id, EventArguments answer)
    {
        if (_pending.TryRemove(id, out var source))
        {
            source.TrySetResult(answer);
        }
    }

    public void Close()
    {
        _closed = true;
        foreach (var id in _pending.Keys)
        {
            Fail(id, new SocketDisconnectedException());
        }
    }

    private void Fail(long id, Exception reason)
    {
        if (_pending.TryRemove(id, out var source))
        {
            source.TrySetException(reason);
        }
    }

    private async Task<EventArguments> WaitAsync(long id, Task<EventArguments> answer, TimeSpan? timeout, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AckTimeoutException();
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }
}
