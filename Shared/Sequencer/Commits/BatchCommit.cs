using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Histories;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Storage;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Commits;

/// <summary>
/// Carries out one batch within a transaction and keeps what follows from it to itself until the transaction has
/// succeeded, so that a failed one leaves no trace in memory. What it does to the sessions is pending in their table.
/// </summary>
internal sealed class BatchCommit(
    ILogStore store,
    IReadOnlyList<Submission> batch,
    LogSessions sessions,
    HistoryPolicies policies,
    Func<string, Submitter> submitterOf,
    long lastNumber,
    long lastDurableId,
    long now)
{
    private readonly LogEntry[] _entries = new LogEntry[batch.Count];
    private int _count;
    private bool _durableIdChecked;

    public SubmissionResult[] Results { get; } = new SubmissionResult[batch.Count];

    /// <summary>The instances that got further, and how far.</summary>
    public Dictionary<string, Submitter> Submitters { get; } = [];

    /// <summary>What was said of histories.</summary>
    public Dictionary<string, HistoryPolicy> Policies { get; } = [];

    public long LastDurableId { get; private set; } = lastDurableId;

    public LogBatch? Row { get; private set; }

    /// <summary>How many bytes the row takes in the store.</summary>
    public int StoredBytes { get; private set; }

    /// <summary>Writes everything but the meta table; false when there was nothing to write.</summary>
    public bool Run()
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Results[i] = batch[i].Sequence == 0 ? SettleOwn(batch[i]) : Settle(batch[i]);
        }
        foreach (var (instance, submitter) in Submitters)
        {
            store.SaveSubmitter(instance, submitter);
        }
        if (_count > 0)
        {
            Row = new LogBatch(_count == _entries.Length ? _entries : _entries[.._count]);
            StoredBytes = store.InsertBatch(Row, now);
            sessions.Save(store);
        }
        return _count > 0 || Submitters.Count > 0 || Policies.Count > 0;
    }

    private SubmissionResult Settle(Submission submission)
    {
        var known = Known(submission.Instance);
        if (known.IsGone)
        {
            return new SubmissionResult(submission, SubmissionStatus.Denied, 0, 0);
        }
        var isOld = submission.Sequence <= known.Last;
        if (!isOld)
        {
            Submitters[submission.Instance] = new Submitter(submission.Sequence, now, false);
        }
        if (submission.Append is { } append)
        {
            return Append(submission, append, isOld);
        }
        if (isOld)
        {
            return new SubmissionResult(submission, SubmissionStatus.AlreadyCommitted, 0, 0);
        }
        return submission.Operation is LogEvent logEvent ? Sequence(submission, logEvent, 0) : Decide(submission);
    }

    private SubmissionResult Append(Submission submission, DurableAppend append, bool isOld)
    {
        // The key decides, not the instance's sequence: whoever repeats an append wants to know its id.
        var (id, same) = store.FindMessage(append);
        if (id != 0)
        {
            return new SubmissionResult(
                submission, same ? SubmissionStatus.Duplicate : SubmissionStatus.KeyConflict, 0, id);
        }
        if (isOld && policies.Find(append.Room.History).Removes)
        {
            // Stored, and removed since: it must not come again.
            return new SubmissionResult(submission, SubmissionStatus.Duplicate, 0, 0);
        }
        if (!_durableIdChecked)
        {
            // Rows that were written by hand while the log is open must not make every commit fail.
            LastDurableId = Math.Max(LastDurableId, store.LastMessage());
            _durableIdChecked = true;
        }
        var stamp = new DurableStamp(store.LastMessageIn(append.Room), now, append.Room.Room, append.Details);
        store.InsertMessage(++LastDurableId, append, stamp);
        return Sequence(submission, (EmitEvent)submission.Operation with { Stamp = stamp }, LastDurableId);
    }

    private SubmissionResult Decide(Submission submission)
    {
        var decision = sessions.Rules.Decide(submission.Instance, submission.Operation, Here);
        if (!decision.IsDenied)
        {
            return Sequence(submission, decision.Event!, LastDurableId);
        }
        if (decision.Event is not null)
        {
            Add("", 0, LastDurableId, decision.Event);
        }
        return new SubmissionResult(submission, SubmissionStatus.Denied, 0, 0);
    }

    private SubmissionResult SettleOwn(Submission submission)
    {
        if (submission.Operation is KeepHistoryOperation { Policy: var policy })
        {
            Keep(policy);
            return new SubmissionResult(submission, SubmissionStatus.AlreadyCommitted, 0, 0);
        }
        if (submission.Operation is WorkerGoneOperation gone)
        {
            Submitters[gone.Instance] = Known(gone.Instance) with { Seen = now, IsGone = true };
        }
        var decision = sessions.Rules.Decide("", submission.Operation, Here);
        return decision.Event is null
            ? new SubmissionResult(submission, SubmissionStatus.AlreadyCommitted, 0, 0)
            : new SubmissionResult(submission, SubmissionStatus.Sequenced, Add("", 0, LastDurableId, decision.Event), LastDurableId);
    }

    // Each worker says it on each stream: mostly it is known.
    private void Keep(HistoryPolicy policy)
    {
        if (policy != (Policies.GetValueOrDefault(policy.History) ?? policies.Find(policy.History)))
        {
            Policies[policy.History] = policy;
            store.History.Save(policy);
        }
    }

    private Moment Here => new(lastNumber + _count + 1, now);

    private Submitter Known(string instance) =>
        Submitters.TryGetValue(instance, out var pending) ? pending : submitterOf(instance);

    private SubmissionResult Sequence(Submission submission, LogEvent logEvent, long durableId)
    {
        var number = Add(submission.Instance, submission.Sequence, durableId, logEvent);
        return new SubmissionResult(submission, SubmissionStatus.Sequenced, number, LastDurableId);
    }

    private long Add(string instance, long sequence, long durableId, LogEvent logEvent)
    {
        var number = lastNumber + _count + 1;
        _entries[_count++] = new LogEntry(number, instance, sequence, logEvent is TargetChanged ? 0 : durableId, logEvent);
        return number;
    }
}
