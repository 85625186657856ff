using System.Text;

namespace EventLog.Internal;

/// <summary>
/// Carries out one batch within a transaction and keeps what follows from it to itself until the transaction has
/// succeeded, so that a failed one leaves no trace in memory.
/// </summary>
internal sealed class BatchCommit(
    LogStore store, IReadOnlyList<Submission> batch, Func<string, long> lastSubmission, long lastNumber, long lastDurableId)
{
    private readonly LogEntry[] _entries = new LogEntry[batch.Count];
    private int _count;
    private bool _durableIdChecked;

    public SubmissionResult[] Results { get; } = new SubmissionResult[batch.Count];

    /// <summary>The instances that got further, and how far.</summary>
    public Dictionary<string, long> Submitters { get; } = [];

    public long LastDurableId { get; private set; } = lastDurableId;

    public LogBatch? Row { get; private set; }

    /// <summary>Writes everything but the meta table; false when there was nothing to write.</summary>
    public bool Run(long now)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Results[i] = Settle(batch[i]);
        }
        foreach (var (instance, last) in Submitters)
        {
            store.SaveSubmitter(instance, last, now);
        }
        if (_count > 0)
        {
            var entries = _count == _entries.Length ? _entries : _entries[.._count];
            Row = new LogBatch(entries, BatchCodec.Encode(entries));
            store.InsertBatch(Row.First, Row.Last, now, Row.Bytes);
        }
        return _count > 0 || Submitters.Count > 0;
    }

    private SubmissionResult Settle(Submission submission)
    {
        var last = Submitters.TryGetValue(submission.Instance, out var pending)
            ? pending
            : lastSubmission(submission.Instance);
        var isOld = submission.Sequence <= last;
        if (!isOld)
        {
            Submitters[submission.Instance] = submission.Sequence;
        }
        if (submission.Append is { } append)
        {
            return Append(submission, append);
        }
        return isOld ? new SubmissionResult(submission, SubmissionStatus.AlreadyCommitted, 0, 0) : Sequence(submission, 0);
    }

    private SubmissionResult Append(Submission submission, DurableAppend append)
    {
        // The key decides, not the instance's sequence: whoever repeats an append wants to know its id.
        var (key, content) = (Encoding.UTF8.GetBytes(append.Key), Encoding.UTF8.GetBytes(append.Content));
        var (id, same) = store.FindMessage(key, content);
        if (id != 0)
        {
            return new SubmissionResult(
                submission, same ? SubmissionStatus.Duplicate : SubmissionStatus.KeyConflict, 0, id);
        }
        if (!_durableIdChecked)
        {
            // Rows that were written by hand while the log is open must not make every commit fail.
            LastDurableId = Math.Max(LastDurableId, store.LastMessage());
            _durableIdChecked = true;
        }
        store.InsertMessage(++LastDurableId, key, content);
        return Sequence(submission, LastDurableId);
    }

    private SubmissionResult Sequence(Submission submission, long durableId)
    {
        var number = lastNumber + _count + 1;
        _entries[_count++] = new LogEntry(
            number, submission.Instance, submission.Sequence, durableId, submission.Payload);
        return new SubmissionResult(submission, SubmissionStatus.Sequenced, number, durableId);
    }
}
