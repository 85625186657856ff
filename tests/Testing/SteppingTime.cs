using Microsoft.Extensions.Time.Testing;

namespace Testing;

/// <summary>
/// The fake clock of a server at work; what has no threads of its own does with <see cref="FakeTimeProvider"/>. That one is at the
/// end of a step before the first timer fires, which looks to a server as if its process had stood still, and it fires on
/// any thread that reads the clock. This one goes from timer to timer, and only if it is advanced.
/// </summary>
public sealed class SteppingTime : FakeTimeProvider
{
    private static readonly TimeSpan CallbackLimit = TimeSpan.FromSeconds(20);

    private readonly HashSet<SteppedTimer> _timers = [];
    private long _now;
    private long _jumped;

    public SteppingTime() => _now = Start.Ticks;

    /// <summary>How many timers are to fire once, and have not yet: what somebody waits for.</summary>
    public int PendingOnce
    {
        get
        {
            lock (_timers)
            {
                return _timers.Count(timer => timer is { Due: not null, Period.Ticks: <= 0 });
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now) + Interlocked.Read(ref _jumped), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; the timers that were due meanwhile have fired when it returns.</summary>
    public new void Advance(TimeSpan time)
    {
        var end = Interlocked.Read(ref _now) + time.Ticks;
        while (NextDue(end) is { } due)
        {
            StepTo(due);
        }
        StepTo(end);
    }

    /// <summary>Moves the clock, back too, without any timer firing: as when the process was stopped, or the clock set.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref _jumped, time.Ticks);

    private long? NextDue(long end)
    {
        lock (_timers)
        {
            return _timers.Where(timer => timer.Due > _now && timer.Due <= end).Min(timer => timer.Due);
        }
    }

    private void StepTo(long time)
    {
        Interlocked.Exchange(ref _now, time);
        SetUtcNow(new DateTimeOffset(time, TimeSpan.Zero));
        // A thread that sets a timer just now may be the one that fires those that are due: a timer behind them says that they have.
        using var fired = new ManualResetEventSlim();
        using var marker = base.CreateTimer(_ => fired.Set(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (!fired.Wait(CallbackLimit))
        {
            throw new TimeoutException("The callback of a timer does not return.");
        }
    }

    private sealed class SteppedTimer : ITimer
    {
        private readonly SteppingTime _time;
        private readonly Action _callback;
        private readonly ITimer _timer;

        public SteppedTimer(SteppingTime time, Action callback)
        {
            _time = time;
            _callback = callback;
            _timer = time.CreateBaseTimer(Fire);
        }

        public long? Due { get; private set; }

        public TimeSpan Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._timers)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : _time._now + dueTime.Ticks;
                Period = period;
                _time._timers.Add(this);
            }
            return _timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            lock (_time._timers)
            {
                Due = null;
                _time._timers.Remove(this);
            }
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            lock (_time._timers)
            {
                Due = Period.Ticks > 0 ? Due + Period.Ticks : null;
            }
            _callback();
        }
    }

    private ITimer CreateBaseTimer(Action fire) => base.CreateTimer(_ => fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
