using System.Collections.Concurrent;

namespace EventLog.Internal;

/// <summary>Removes the oldest rows by age and by size, and the submitters that are long gone.</summary>
internal sealed class LogTrimmer(
    LogStore store, EventLogOptions options, ConcurrentDictionary<string, Submitter> submitters, long bytes)
{
    // A transaction that deletes more would hold up the commits noticeably.
    private const int MaxRowsAtOnce = 256;

    private static readonly TimeSpan SubmitterRetention = TimeSpan.FromDays(1);

    private long _bytes = bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the limit is exceeded by so much that trimming pays.</summary>
    public bool IsOverfull => Bytes > options.MaxLogBytes + (options.MaxLogBytes / 16);

    public void Grown(long added) => Volatile.Write(ref _bytes, _bytes + added);

    public void Trim(DateTimeOffset now, LogTail tail)
    {
        var oldest = (now - options.Retention).ToUnixTimeMilliseconds();
        while (TrimSome(oldest, tail))
        {
        }
        ForgetSubmitters((now - SubmitterRetention).ToUnixTimeMilliseconds());
    }

    // Returns whether there may be more to remove.
    private bool TrimSome(long oldest, LogTail tail)
    {
        var plan = Plan(oldest, tail);
        if (plan.Rows == 0)
        {
            return false;
        }
        store.Transact(full: false, () =>
        {
            store.DeleteRowsThrough(plan.First);
            store.SaveMeta(Meta.Trimmed, plan.Last);
            return true;
        });
        Volatile.Write(ref _bytes, _bytes - plan.Bytes);
        tail.Trimmed(plan.Next);
        return plan.Rows == MaxRowsAtOnce;
    }

    private TrimPlan Plan(long oldest, LogTail tail)
    {
        var plan = new TrimPlan { Next = tail.LastNumber + 1 };
        using var rows = store.OldestRows();
        while (rows.Read())
        {
            var (first, last, created, size) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
            var tooMuch = _bytes - plan.Bytes > options.MaxLogBytes && last < tail.LastNumber;
            if (plan.Rows == MaxRowsAtOnce || (created >= oldest && !tooMuch))
            {
                plan.Next = first;
                break;
            }
            plan.Rows++;
            plan.Bytes += size;
            plan.First = first;
            plan.Last = last;
        }
        return plan;
    }

    private void ForgetSubmitters(long oldest)
    {
        List<string>? gone = null;
        foreach (var (instance, submitter) in submitters)
        {
            if (submitter.Seen < oldest)
            {
                (gone ??= []).Add(instance);
            }
        }
        if (gone is null)
        {
            return;
        }
        store.Transact(full: false, () =>
        {
            foreach (var instance in gone)
            {
                store.DropSubmitter(instance);
            }
            return true;
        });
        foreach (var instance in gone)
        {
            submitters.TryRemove(instance, out _);
        }
    }

    private struct TrimPlan
    {
        public int Rows;
        public long Bytes;
        public long First;
        public long Last;
        public long Next;
    }
}
