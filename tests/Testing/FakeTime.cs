namespace Testing;

/// <summary>A clock that stands still until it is advanced; timers fire in order on the advancing thread.</summary>
public class FakeTime : TimeProvider
{
    private readonly List<FakeTimer> _timers = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (true)
        {
            FakeTimer? next;
            lock (_timers)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            }
            if (next is null)
            {
                break;
            }
            Interlocked.Exchange(ref _now, Math.Max(next.Due, GetTimestamp()));
            next.Fire();
        }
        Interlocked.Exchange(ref _now, end);
    }

    /// <summary>Moves the clock without any timer firing, as when the process is stopped.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

    /// <summary>How many timers are to fire once, and have not yet: what somebody waits for.</summary>
    public int PendingOnce
    {
        get
        {
            lock (_timers)
            {
                return _timers.Count(timer => timer.IsPendingOnce);
            }
        }
    }

    private sealed class FakeTimer(FakeTime time, Action callback) : ITimer
    {
        private long _period;

        public long Due { get; private set; } = long.MaxValue;

        public bool IsPendingOnce => _period == 0 && Due != long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._timers)
            {
                time._timers.Remove(this);
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
                _period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
                time._timers.Add(this);
            }
            return true;
        }

        public void Fire()
        {
            lock (time._timers)
            {
                Due = _period == 0 ? long.MaxValue : Due + _period;
            }
            callback();
        }

        public void Dispose()
        {
            lock (time._timers)
            {
                time._timers.Remove(this);
                Due = long.MaxValue;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
