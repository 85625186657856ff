using Microsoft.Extensions.Logging;

namespace EngineIO.Diagnostics;

/// <summary>
/// A logger of which nobody can fill the log: of each kind of message (by its event id) from
/// <see cref="LogLevel.Information"/> on it passes on 20 at once, then one every 3 seconds, and 10 seconds after it has left out
/// the first it says how many they were. What clients do must not decide how much is written. Messages below that level, which are
/// off unless somebody wants them all, pass.
/// </summary>
/// <param name="inner">Where the messages go.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundedLogger(ILogger inner, TimeProvider time) : ILogger
{
    private const int Burst = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Summary = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, Kind> _kinds = [];

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Information || MayPass(logLevel, eventId))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }

    private bool MayPass(LogLevel level, EventId id)
    {
        lock (_lock)
        {
            if (!_kinds.TryGetValue(id.Id, out var kind))
            {
                _kinds.Add(id.Id, kind = new Kind());
            }
            var now = time.GetTimestamp();
            if (kind.TryTake(time, now))
            {
                return true;
            }
            if (kind.LeftOut++ == 0)
            {
                kind.Timer?.Dispose();
                kind.Timer = time.CreateTimer(_ => Tell(kind, level, id), null, Summary, Timeout.InfiniteTimeSpan);
            }
            return false;
        }
    }

    private void Tell(Kind kind, LogLevel level, EventId id)
    {
        long leftOut;
        lock (_lock)
        {
            (leftOut, kind.LeftOut) = (kind.LeftOut, 0);
        }
        inner.Log(level, id, leftOut, null, static (count, _) => $"{count} more messages of this kind were left out.");
    }

    private sealed class Kind
    {
        private double _tokens = Burst;
        private long _last;

        public long LeftOut { get; set; }

        public ITimer? Timer { get; set; }

        public bool TryTake(TimeProvider time, long now)
        {
            _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_last, now) / Pause));
            _last = now;
            if (_tokens < 1)
            {
                return false;
            }
            _tokens--;
            return true;
        }
    }
}
