using System.Collections.Concurrent;
using System.Diagnostics;

namespace Fuzz;

/// <summary>Notices an input that is never done with; the thread that hangs cannot say so itself.</summary>
internal sealed class Deadlines : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (long Index, long Since)> _current = new();
    private readonly TaskCompletionSource _missed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Findings _findings;
    private readonly TimeSpan _limit;
    private readonly Timer _timer;

    public Deadlines(Findings findings, TimeSpan limit)
    {
        _findings = findings;
        _limit = limit;
        _timer = new Timer(_ => Check(), null, Interval, Interval);
    }

    /// <summary>Completes when an input has missed its deadline.</summary>
    public Task Missed => _missed.Task;

    public void Begin(string who, long index) => _current[who] = (index, Stopwatch.GetTimestamp());

    public void End(string who) => _current.TryRemove(who, out _);

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        foreach (var (who, (index, since)) in _current)
        {
            if (Stopwatch.GetElapsedTime(since) > _limit && _missed.TrySetResult())
            {
                _findings.Add(who, $", input {index}", $"not done with after {_limit.TotalSeconds} s");
            }
        }
    }
}
