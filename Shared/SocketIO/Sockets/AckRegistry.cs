using System.Collections.Concurrent;
using SocketIO.Parsers;

namespace SocketIO.Sockets;

/// <summary>The acknowledgements that a socket waits for.</summary>
internal sealed class AckRegistry(TimeProvider time, long firstId = 0)
{
    private readonly ConcurrentDictionary<long, Pending> _pending = new();
    private long _lastId = firstId - 1;
    private volatile bool _closed;

    public long NextId() => Interlocked.Increment(ref _lastId);

    public Task<EventArguments> Register(long id, TimeSpan? timeout, EncodedPacket? template, CancellationToken cancellation)
    {
        // Continuations run elsewhere: the answer is set on the thread that reads from the client.
        var source = new TaskCompletionSource<EventArguments>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = new Pending(template, source);
        if (_closed)
        {
            Fail(id, new SocketDisconnectedException());
        }
        return WaitAsync(id, source, timeout, cancellation);
    }

    /// <summary>Whether somebody still waits for an answer.</summary>
    public bool IsPending(long id) => _pending.ContainsKey(id);

    /// <summary>Takes an answer; one that nobody waits for (too late, or twice) is ignored.</summary>
    public void Complete(long id, EventArguments answer)
    {
        if (_pending.TryRemove(id, out var pending))
        {
            pending.Answer.TrySetResult(answer);
        }
    }

    /// <summary>Gives away what is still waited for, in its order.</summary>
    public IReadOnlyList<Pending> TakeAll()
    {
        var taken = new List<Pending>();
        foreach (var id in _pending.Keys.Order())
        {
            if (_pending.TryRemove(id, out var pending))
            {
                taken.Add(pending);
            }
        }
        return taken;
    }

    public void Close()
    {
        _closed = true;
        foreach (var id in _pending.Keys)
        {
            Fail(id, new SocketDisconnectedException());
        }
    }

    /// <summary>Lets whoever waits for an answer know that none will come.</summary>
    public void Fail(long id, Exception reason)
    {
        if (_pending.TryRemove(id, out var pending))
        {
            pending.Answer.TrySetException(reason);
        }
    }

    private async Task<EventArguments> WaitAsync(long id, TaskCompletionSource<EventArguments> answer, TimeSpan? timeout, CancellationToken cancellation)
    {
        try
        {
            return await answer.Task.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException exception) when (exception is not AckTimeoutException)
        {
            throw new AckTimeoutException();
        }
        finally
        {
            // Whoever keeps it for the client's return has to know that nobody waits for it any more.
            answer.TrySetCanceled(CancellationToken.None);
            _pending.TryRemove(id, out _);
        }
    }

    /// <summary>An emit that waits for its answer.</summary>
    /// <param name="Template">The event, with a slot for its acknowledgement id, if it may be sent again.</param>
    /// <param name="Answer">The answer.</param>
    internal readonly record struct Pending(EncodedPacket? Template, TaskCompletionSource<EventArguments> Answer);
}
