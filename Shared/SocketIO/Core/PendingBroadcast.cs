using SocketIO.Core;

namespace SocketIO.Adapters;

/// <summary>A broadcast whose receivers on this worker are to answer.</summary>
public sealed class PendingBroadcast : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PendingBroadcasts _owner;
    private readonly Action<BroadcastAck> _onAnswer;
    private readonly HashSet<Socket> _waiting;
    private readonly List<string> _gone = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    internal PendingBroadcast(PendingBroadcasts owner, long id, Socket[] receivers, Action<BroadcastAck> onAnswer)
    {
        _owner = owner;
        _onAnswer = onAnswer;
        _waiting = [.. receivers];
        Id = id;
        Receivers = [.. receivers.Select(socket => socket.Id)];
        if (receivers.Length == 0)
        {
            _completed.SetResult();
        }
    }

    /// <summary>The acknowledgement id, the same for every receiver.</summary>
    public long Id { get; }

    /// <summary>Who was sent the event, by id.</summary>
    public IReadOnlyList<string> Receivers { get; }

    /// <summary>Waits until everybody has answered or gone, or time is up.</summary>
    /// <returns>Whether it was not time that was up.</returns>
    public async Task<bool> WaitAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        try
        {
            await _completed.Task.WaitAsync(timeout ?? Timeout.InfiniteTimeSpan, _owner.Time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            // The end says who has not answered.
            return false;
        }
    }

    /// <summary>Takes no more answers.</summary>
    /// <returns>Who has not answered, by id.</returns>
    public IReadOnlyList<string> End()
    {
        _owner.Forget(this);
        lock (_lock)
        {
            _ended = true;
            return [.. _gone, .. _waiting.Select(socket => socket.Id)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    internal void Answer(Socket socket, EventArguments arguments)
    {
        lock (_lock)
        {
            if (!_ended && _waiting.Remove(socket))
            {
                _onAnswer(new BroadcastAck(socket.Id, arguments));
                Check();
            }
        }
    }

    internal void Gone(Socket socket)
    {
        lock (_lock)
        {
            if (_waiting.Remove(socket))
            {
                _gone.Add(socket.Id);
                Check();
            }
        }
    }

    private void Check()
    {
        if (_waiting.Count == 0)
        {
            _completed.TrySetResult();
        }
    }
}
