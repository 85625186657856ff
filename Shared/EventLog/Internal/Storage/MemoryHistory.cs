using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using EventLog.Events;

namespace EventLog.Internal.Storage;

/// <summary>The durable rows of a log in memory, all of them: durable is for ever, here until the log is closed. Found by
/// name, so that whoever reads need not know where they are.</summary>
internal sealed class MemoryHistory : IHistorySource
{
    private const string Scheme = "memory:";

    private static readonly ConcurrentDictionary<string, MemoryHistory> Known = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<HistoryRoom, List<HistoryRow>> _rooms = [];
    private readonly Dictionary<string, (HistoryRoom Room, HistoryRow Row)> _keys = [];
    private long _last;

    public MemoryHistory() => Known[Name] = this;

    public string Name { get; } = Scheme + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    public static MemoryHistory? Find(string name) => Known.GetValueOrDefault(name);

    public static bool IsName(string name) => name.StartsWith(Scheme, StringComparison.Ordinal);

    public (long Id, bool Same) Find(DurableAppend append)
    {
        lock (_lock)
        {
            return _keys.TryGetValue(append.StoredKey, out var found)
                ? (found.Row.Id, found.Room == append.Room && found.Row.Content == append.Content
                    && found.Row.EventName == append.EventName && found.Row.IsJson == append.IsJson)
                : default;
        }
    }

    public void Add(long id, DurableAppend append, in DurableStamp stamp)
    {
        var row = new HistoryRow(id, append.Content) { EventName = append.EventName, IsJson = append.IsJson, Stamp = stamp };
        lock (_lock)
        {
            _keys.Add(append.StoredKey, (append.Room, row));
            if (!_rooms.TryGetValue(append.Room, out var rows))
            {
                _rooms.Add(append.Room, rows = []);
            }
            rows.Add(row);
            _last = id;
        }
    }

    public long LastIn(HistoryRoom room)
    {
        lock (_lock)
        {
            return _rooms.TryGetValue(room, out var rows) ? rows[^1].Id : 0;
        }
    }

    public IReadOnlyList<HistoryRow> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes)
    {
        lock (_lock)
        {
            return Take(From(room, after), row => row.Id <= upTo, maxRows, maxBytes);
        }
    }

    public IReadOnlyList<HistoryRow> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes)
    {
        lock (_lock)
        {
            var rows = _rooms.GetValueOrDefault(room) ?? [];
            var end = IndexAfter(rows, before - 1);
            var page = Take(Enumerable.Range(1, end).Select(back => rows[end - back]), _ => true, maxRows, maxBytes);
            page.Reverse();
            return page;
        }
    }

    public long FindFloor(HistoryRoom room, long upTo, int count)
    {
        lock (_lock)
        {
            var rows = _rooms.GetValueOrDefault(room) ?? [];
            var floor = IndexAfter(rows, upTo) - count - 1;
            return floor < 0 ? 0 : rows[floor].Id;
        }
    }

    /// <summary>The log is closed: nobody finds it any more.</summary>
    public void Close() => Known.TryRemove(Name, out _);

    // Belongs to the log, not to its readers.
    public void Dispose()
    {
    }

    private IEnumerable<HistoryRow> From(HistoryRoom room, long after)
    {
        var rows = _rooms.GetValueOrDefault(room) ?? [];
        for (var i = IndexAfter(rows, after); i < rows.Count; i++)
        {
            yield return rows[i];
        }
    }

    private static List<HistoryRow> Take(IEnumerable<HistoryRow> rows, Func<HistoryRow, bool> isWanted, int maxRows, int maxBytes)
    {
        var page = new List<HistoryRow>();
        long room = maxBytes;
        foreach (var row in rows)
        {
            room -= Encoding.UTF8.GetByteCount(row.Content) + row.Stamp.Details.Length;
            if (!isWanted(row) || (page.Count > 0 && (room < 0 || page.Count >= maxRows)))
            {
                break;
            }
            page.Add(row);
        }
        return page;
    }

    /// <summary>How many rows have ids up to this one.</summary>
    private static int IndexAfter(List<HistoryRow> rows, long id)
    {
        var (low, high) = (0, rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Id <= id ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
