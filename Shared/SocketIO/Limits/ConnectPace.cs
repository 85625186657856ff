namespace SocketIO.Limits;

/// <summary>
/// How fast one connection may join namespaces. A CONNECT that comes too fast, or while too many are unfinished, waits for its turn,
/// and with it all that the client sent behind it: so it holds back itself, and nobody else.
/// </summary>
internal sealed class ConnectPace(SocketIOLimits limits, TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private TokenBucket _rate;
    private int _unfinished;
    private TaskCompletionSource? _room;
    private CancellationTokenSource? _held;
    private bool _closed;

    /// <summary>Completes when a CONNECT may begin; <see cref="End"/> must follow if it may.</summary>
    public ValueTask<Pace> BeginAsync()
    {
        TimeSpan wait;
        CancellationToken closed;
        lock (_lock)
        {
            if (_closed)
            {
                return ValueTask.FromResult(Pace.Over);
            }
            var now = time.GetElapsedTime(0, time.GetTimestamp()).Ticks;
            wait = TimeSpan.FromTicks(_rate.Take(now, (long)(TimeSpan.TicksPerSecond / limits.ConnectsPerSecond), limits.ConnectBurst));
            if (wait <= TimeSpan.Zero && _unfinished < limits.MaxPendingConnects)
            {
                _unfinished++;
                return ValueTask.FromResult(Pace.Free);
            }
            closed = (_held ??= new CancellationTokenSource()).Token;
        }
        return WaitAsync(wait, closed);
    }

    /// <summary>Counts one that nobody asked for.</summary>
    public void BeginUnasked()
    {
        lock (_lock)
        {
            _unfinished++;
        }
    }

    /// <summary>A CONNECT is finished, whatever became of it.</summary>
    public void End()
    {
        TaskCompletionSource? room;
        lock (_lock)
        {
            _unfinished--;
            (room, _room) = (_room, null);
        }
        room?.SetResult();
    }

    /// <summary>The connection ends: nobody waits any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
        }
        // Made under the lock, and not any more.
        _held?.Cancel();
    }

    private async ValueTask<Pace> WaitAsync(TimeSpan wait, CancellationToken closed)
    {
        try
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, closed).ConfigureAwait(false);
            }
            while (TryTakePlace() is { } room)
            {
                await room.WaitAsync(patience, time, closed).ConfigureAwait(false);
            }
            return Pace.Free;
        }
        catch (TimeoutException)
        {
            return Pace.Stuck;
        }
        catch (OperationCanceledException)
        {
            return Pace.Over;
        }
    }

    /// <summary>Gives what to wait for, if there is no place.</summary>
    private Task? TryTakePlace()
    {
        lock (_lock)
        {
            if (_unfinished >= limits.MaxPendingConnects)
            {
                return (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            _unfinished++;
            return null;
        }
    }
}

/// <summary>What a CONNECT was told.</summary>
internal enum Pace
{
    /// <summary>It may begin.</summary>
    Free,

    /// <summary>It has waited for the others in vain.</summary>
    Stuck,

    /// <summary>The connection has ended.</summary>
    Over,
}
