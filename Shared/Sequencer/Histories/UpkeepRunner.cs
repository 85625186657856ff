using Microsoft.Extensions.Logging;
using SocketIO.Sequencer.Diagnostics;

namespace SocketIO.Sequencer.Histories;

/// <summary>Runs the upkeep of histories on the writer's thread, between its commits.</summary>
internal sealed class UpkeepRunner : IAsyncDisposable
{
    private readonly Func<bool> _hasWork;
    private readonly Action _work;
    private readonly Action _wake;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly UpkeepPace _pace;
    private readonly ITimer _timer;
    private bool _failed;

    /// <param name="hasWork">Whether there is something to do.</param>
    /// <param name="work">Does a piece of it.</param>
    /// <param name="wake">Makes the writer call <see cref="Run"/> soon.</param>
    /// <param name="logger">Is told of what fails.</param>
    /// <param name="time">The clock.</param>
    public UpkeepRunner(Func<bool> hasWork, Action work, Action wake, ILogger logger, TimeProvider time)
    {
        (_hasWork, _work, _wake, _logger, _time) = (hasWork, work, wake, logger, time);
        _pace = new UpkeepPace(time);
        _timer = time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does a piece if it is time, and sees to it that the next one follows.</summary>
    public void Run(bool hasCommitted)
    {
        if (hasCommitted)
        {
            _pace.Committed();
        }
        if (!_hasWork())
        {
            return;
        }
        if (_pace.Wait is var wait && wait > TimeSpan.Zero)
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }
        RunNow();
        if (_hasWork())
        {
            _wake();
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void RunNow()
    {
        var started = _time.GetTimestamp();
        try
        {
            _work();
            // A piece may end before the row that cannot be removed.
            _failed &= _hasWork();
        }
        catch (Exception exception)
        {
            // What was under way is begun again with the next trimming.
            if (!_failed)
            {
                Log.UpkeepFailed(_logger, exception.Message, exception);
            }
            _failed = true;
        }
        _pace.Done(_time.GetElapsedTime(started));
    }
}
