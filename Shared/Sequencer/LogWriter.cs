using Microsoft.Extensions.Logging;
using SocketIO.Sequencer.Commits;
using SocketIO.Sequencer.Diagnostics;
using SocketIO.Sequencer.Histories;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer;

/// <summary>
/// Group commit: one thread of its own drains what is queued, from all instances in turn, commits it as one batch and tells
/// the observer. A commit that fails is tried again, unchanged, until it succeeds. Also trims the log now and then, ends
/// the sessions whose windows are over, and sees to what histories need.
/// </summary>
internal sealed class LogWriter : IAsyncDisposable
{
    private readonly SequencedLog _log;
    private readonly ILogObserver _observer;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SubmissionQueue _queue;
    private readonly BackOff _backOff;
    private readonly UpkeepRunner _upkeep;
    private readonly ITimer _trimTimer;
    private readonly ITimer _expiryTimer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _abandoned;
    private volatile string? _fault;
    private volatile bool _trimDue;
    private volatile bool _expiryDue = true;
    private volatile bool _stopped;
    private bool _trimFailed;
    private bool _disposing;

    /// <summary>Starts the thread. The log is not disposed with the writer.</summary>
    public LogWriter(SequencedLog log, ILogObserver observer, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(time);
        (_log, _observer, _logger, _time) = (log, observer, logger, time);
        var options = log.Options;
        _queue = new SubmissionQueue(options.MaxQueuedBytes, options.MaxBatchEntries, options.MaxBatchBytes);
        _backOff = new BackOff(time);
        _upkeep = new UpkeepRunner(() => log.HasUpkeep, log.RunUpkeep, _queue.Wake, logger, time);
        if (log.Restart is { } why)
        {
            Log.BeginsAnew(logger, why, log.LastDurableId);
        }
        _trimTimer = time.CreateTimer(_ => RequestTrim(), null, options.TrimInterval, options.TrimInterval);
        _expiryTimer = time.CreateTimer(_ => RequestExpiry(), null, options.ExpiryInterval, options.ExpiryInterval);
        new Thread(Run) { Name = "sequencer", IsBackground = true }.Start();
    }

    /// <summary>How the writer is doing.</summary>
    public LogWriterState State =>
        _stopped ? LogWriterState.Stopped : _fault is null ? LogWriterState.Running : LogWriterState.Faulted;

    /// <summary>Why commits fail, in one sentence; null when they do not.</summary>
    public string? Fault => _fault;

    /// <summary>How many submissions wait to be committed.</summary>
    public int QueuedCount => _queue.Count;

    /// <summary>Queues the submission as soon as there is room.</summary>
    /// <exception cref="ObjectDisposedException">The writer was disposed before there was room.</exception>
    public ValueTask EnqueueAsync(Submission submission, CancellationToken cancellationToken = default)
    {
        Check(submission);
        var added = _queue.AddAsync(submission, cancellationToken);
        if (added.IsCompletedSuccessfully)
        {
            ObjectDisposedException.ThrowIf(!added.Result, this);
            return ValueTask.CompletedTask;
        }
        return Wait(added);

        async ValueTask Wait(ValueTask<bool> pending) => ObjectDisposedException.ThrowIf(!await pending, this);
    }

    /// <summary>Says that an instance is gone for good: its sessions are away, and what it submits from now on is
    /// denied. Comes behind what it has submitted before.</summary>
    public void GiveUp(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        _queue.Force(new Submission(instance, 0, new WorkerGoneOperation(instance)));
    }

    /// <summary>Says how a history is kept from now on, also when nobody says it any more. The last word counts.</summary>
    /// <param name="instance">Who says it; it comes behind what it has submitted before.</param>
    /// <param name="policy">How the history is kept.</param>
    public void KeepHistory(string instance, HistoryPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(policy);
        _queue.Force(new Submission(instance, 0, new KeepHistoryOperation(policy)));
    }

    /// <summary>Takes nothing more in, commits what is queued within <see cref="SequencerOptions.DrainTimeout"/>, and ends
    /// the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposing, true))
        {
            await _ended.Task;
            return;
        }
        _queue.Complete();
        try
        {
            await _ended.Task.WaitAsync(_log.Options.DrainTimeout, _time);
        }
        catch (TimeoutException)
        {
            _abandoned = true;
            _backOff.Cancel();
            await _ended.Task;
        }
        await _trimTimer.DisposeAsync();
        await _expiryTimer.DisposeAsync();
        await _upkeep.DisposeAsync();
        _backOff.Dispose();
    }

    private static void Check(Submission submission)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(submission.Instance);
        ArgumentNullException.ThrowIfNull(submission.Operation);
        ArgumentOutOfRangeException.ThrowIfLessThan(submission.Sequence, 1);
        if (submission.Append is { } append)
        {
            ArgumentNullException.ThrowIfNull(append.Key);
            ArgumentNullException.ThrowIfNull(append.Content);
            if (submission.Operation is not EmitEvent)
            {
                throw new ArgumentException("Only an event for clients can be stored for ever.", nameof(submission));
            }
        }
    }

    private void Run()
    {
        var batch = new List<Submission>();
        while (!_abandoned && _queue.Take(batch))
        {
            if (batch.Count > 0 && !CommitUntilDone(batch))
            {
                break;
            }
            var hasCommitted = batch.Count > 0;
            batch.Clear();
            NoticeLoss();
            TrimWhenDue();
            _upkeep.Run(hasCommitted);
            if (!ExpireWhenDue(batch))
            {
                break;
            }
        }
        var rest = batch.Count + _queue.Count;
        if (rest > 0)
        {
            Log.StoppedWithRest(_logger, rest);
        }
        _stopped = true;
        _ended.SetResult();
    }

    // Returns false when the writer is to stop.
    private bool CommitUntilDone(List<Submission> batch)
    {
        for (var failures = 0; ; failures++)
        {
            if (TryCommit(batch, failures) is { } results)
            {
                Tell(results);
                return true;
            }
            if (!_backOff.Wait(failures))
            {
                return false;
            }
        }
    }

    private IReadOnlyList<SubmissionResult>? TryCommit(List<Submission> batch, int failures)
    {
        try
        {
            var results = _log.Commit(batch);
            if (failures > 0)
            {
                _fault = null;
                Log.CommitRecovered(_logger, failures);
            }
            return results;
        }
        catch (Exception exception)
        {
            _fault = exception.Message;
            _log.Metrics.Failed();
            if (failures == 0)
            {
                Log.CommitFailed(_logger, batch.Count, exception.Message, exception);
            }
            return null;
        }
    }

    private void Tell(IReadOnlyList<SubmissionResult> results)
    {
        try
        {
            _observer.OnCommitted(results);
        }
        catch (Exception exception)
        {
            Log.ObserverFailed(_logger, results.Count, exception);
        }
    }

    private void RequestExpiry()
    {
        _expiryDue = true;
        _queue.Wake();
    }

    // Returns false when the writer is to stop.
    private bool ExpireWhenDue(List<Submission> batch)
    {
        while (_expiryDue && _log.HasDueSessions)
        {
            if (_log.AwaySessions > _log.Options.MaxAwaySessions)
            {
                Log.TooManyAway(_logger, _log.AwaySessions, _log.Options.MaxAwaySessions);
            }
            batch.Add(new Submission("", 0, new ExpireOperation()));
            if (!CommitUntilDone(batch))
            {
                return false;
            }
            batch.Clear();
        }
        _expiryDue = false;
        return true;
    }

    // Also while nothing is submitted: an operator is to hear of it before somebody's message has to wait.
    private void NoticeLoss()
    {
        if (_fault is null && _expiryDue && _log.WhyGone() is { } why)
        {
            _fault = why;
            Log.StoreGone(_logger, why);
        }
    }

    private void RequestTrim()
    {
        _trimDue = true;
        _queue.Wake();
    }

    private void TrimWhenDue()
    {
        if (!_trimDue && !_log.IsOverfull)
        {
            return;
        }
        _trimDue = false;
        try
        {
            _log.Synchronise();
            _log.Trim();
            _trimFailed = false;
        }
        catch (Exception exception)
        {
            if (!_trimFailed)
            {
                Log.TrimFailed(_logger, exception.Message, exception);
            }
            _trimFailed = true;
        }
    }
}
