using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Histories;
using SocketIO.Sequencer.Recovery;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Storage;
using SocketIO.Sequencer.Trimming;

namespace SocketIO.Sequencer.Commits;

/// <summary>Commits batches, one after the other: each in a transaction, then in memory. For the committing thread.</summary>
internal sealed class BatchCommitter(
    ILogStore store,
    LogSessions sessions,
    HistoryUpkeep upkeep,
    Submitters submitters,
    LogTrimmer trimmer,
    LastEmits emits,
    LogTail tail,
    long reserved)
{
    // How many numbers are reserved at a time. The mark is on the disk before the first of them is used, so that no
    // number is given twice even when a power loss takes the last commits, which are not synchronised one by one.
    private const long ReservedBlock = 65_536;

    private long _reserved = reserved;

    /// <summary>Commits the batch, which is not empty. When this throws, nothing has changed.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The time (Unix milliseconds).</param>
    public BatchCommit Commit(IReadOnlyList<Submission> batch, long now)
    {
        var last = tail.LastNumber;
        var commit = new BatchCommit(store, batch, sessions, upkeep.Policies, submitters.Find, last, tail.LastDurableId, now);
        var reserved = last + batch.Count > _reserved ? last + Math.Max(ReservedBlock, batch.Count) : _reserved;
        Write(batch, commit, reserved);
        _reserved = reserved;
        submitters.Apply(commit.Submitters);
        trimmer.Grown(commit.StoredBytes);
        if (commit.Row is not null)
        {
            emits.Note(commit.Row);
        }
        upkeep.Committed(commit.Results, commit.Policies, commit.LastDurableId);
        sessions.Accept(() => tail.Append(commit.Row, commit.LastDurableId));
        return commit;
    }

    private void Write(IReadOnlyList<Submission> batch, BatchCommit commit, long reserved)
    {
        try
        {
            store.Transact(reserved != _reserved || HoldsAppend(batch), () =>
            {
                if (reserved != _reserved)
                {
                    store.SaveMeta(Meta.Reserved, reserved);
                }
                return commit.Run() || reserved != _reserved;
            });
        }
        catch
        {
            sessions.Table.Rollback();
            throw;
        }
    }

    private static bool HoldsAppend(IReadOnlyList<Submission> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i].Append is not null)
            {
                return true;
            }
        }
        return false;
    }
}
