namespace EngineIO.Sessions;

/// <summary>The one timer of a server: looks after every session's heartbeat and after the closes that take too long.</summary>
internal sealed class HeartbeatScan : IDisposable
{
    private static readonly TimeSpan Finest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Coarsest = TimeSpan.FromSeconds(1);

    private readonly SessionTable _sessions;
    private readonly ServerClock _clock;
    private readonly EngineIOOptions _options;
    private readonly long _resolution;
    private readonly ITimer _timer;
    private long _last;
    private int _running;

    public HeartbeatScan(SessionTable sessions, ServerClock clock, EngineIOOptions options)
    {
        _sessions = sessions;
        _clock = clock;
        _options = options;
        var resolution = Resolution(options);
        _resolution = resolution.Ticks;
        _last = clock.Now;
        _timer = clock.Time.CreateTimer(static scan => ((HeartbeatScan)scan!).Run(), this, resolution, resolution);
    }

    /// <summary>A tenth of the shorter time, within 10 ms and 1 s.</summary>
    public static TimeSpan Resolution(EngineIOOptions options)
    {
        var shorter = options.PingInterval < options.PingTimeout ? options.PingInterval : options.PingTimeout;
        return TimeSpan.FromTicks(Math.Clamp(shorter.Ticks / 10, Finest.Ticks, Coarsest.Ticks));
    }

    /// <summary>The heartbeat of a session that opens now.</summary>
    public HeartbeatClock NewClock(int protocol)
    {
        var interval = _options.PingInterval.Ticks;
        var timeout = _options.PingTimeout.Ticks;
        var peerPings = protocol == 3;
        return new HeartbeatClock(
            interval, peerPings ? interval + timeout : timeout, maxLateness: 2 * _resolution, _clock.Now, peerPings);
    }

    /// <summary>How much later than usual the next scan is by now: time in which the process may have stood still.</summary>
    public long Lateness(long now)
    {
        var late = now - Volatile.Read(ref _last) - _resolution;
        return late > Math.Max(_resolution * 2, Coarsest.Ticks) ? late : 0;
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        if (Interlocked.Exchange(ref _running, 1) == 1)
        {
            return;
        }
        try
        {
            var now = _clock.Now;
            var pause = Lateness(now);
            foreach (var (_, session) in _sessions.All)
            {
                session.Tick(now, pause);
            }
            Volatile.Write(ref _last, now);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }
}
