using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Storage;

namespace SocketIO.Sequencer.Trimming;

/// <summary>Removes the oldest rows by age and by size, and what nobody needs without them.</summary>
internal sealed class LogTrimmer(ILogStore store, SequencerOptions options, LogSessions sessions, LogTail tail, long bytes)
{
    // A transaction that deletes more would hold up the commits noticeably.
    private const int MaxRowsAtOnce = 256;
    private const long MaxBytesAtOnce = 4_000_000;

    private long _bytes = bytes;

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the limit is exceeded by so much that trimming pays.</summary>
    public bool IsOverfull => Bytes > options.MaxLogBytes + (options.MaxLogBytes / 16);

    public void Grown(long added) => Volatile.Write(ref _bytes, _bytes + added);

    /// <summary>Trims what is older than <paramref name="oldest"/> (Unix milliseconds), or too much.</summary>
    public void Trim(long oldest)
    {
        while (TrimSome(oldest))
        {
        }
        ForgetRooms();
        sessions.Published.Forget(tail.FirstNumber);
    }

    // Returns whether there may be more to remove.
    private bool TrimSome(long oldest)
    {
        var (rows, next, size) = Plan(oldest);
        if (rows.Count == 0)
        {
            return false;
        }
        // All read before anything is changed: a row that cannot be read must leave no trace.
        var rooms = new RoomTrim(sessions, [.. rows.SelectMany(row => store.ReadRow(row.First))], next);
        try
        {
            store.Transact(full: false, () =>
            {
                store.DeleteRowsThrough(rows[^1].First);
                store.SaveMeta(Meta.Trimmed, rows[^1].Last);
                rooms.Save(store);
                return true;
            });
        }
        catch
        {
            rooms.Rollback();
            throw;
        }
        Volatile.Write(ref _bytes, _bytes - size);
        rooms.Accept(tail);
        return rows.Count == MaxRowsAtOnce || size >= MaxBytesAtOnce;
    }

    private (List<LogRow> Rows, long Next, long Bytes) Plan(long oldest)
    {
        var rows = new List<LogRow>();
        long size = 0;
        foreach (var row in store.OldestRows())
        {
            var tooMuch = _bytes - size > options.MaxLogBytes && row.Last < tail.LastNumber;
            if (rows.Count == MaxRowsAtOnce || size >= MaxBytesAtOnce || (row.Created >= oldest && !tooMuch))
            {
                return (rows, row.First, size);
            }
            rows.Add(row);
            size += row.Size;
        }
        return (rows, tail.LastNumber + 1, size);
    }

    // A room that no session was ever in needs no number: whoever joins it gets what comes then.
    private void ForgetRooms()
    {
        List<RoomKey>? unknown = null;
        foreach (var (room, _) in sessions.Trimmed.All)
        {
            if (!sessions.Table.Rooms.IsKnown(room))
            {
                (unknown ??= []).Add(room);
            }
        }
        if (unknown is null)
        {
            return;
        }
        store.Transact(full: false, () =>
        {
            unknown.ForEach(store.DropTrimmed);
            return true;
        });
        unknown.ForEach(room => sessions.Trimmed.Set(room, 0));
    }
}
