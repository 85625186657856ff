using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SocketIO.History;

namespace SocketIO.Sequencer.Storage;

/// <summary>The durable rows of a log in memory: durable is until the log is closed. Found by name, so that whoever reads need not know
/// where they are.</summary>
internal sealed class MemoryHistory : IHistorySource, IHistoryStore
{
    private const string Scheme = "memory:";

    private static readonly ConcurrentDictionary<string, MemoryHistory> Known = new();

    private readonly Lock _lock = new();
    private readonly Dictionary<HistoryRoom, MemoryRoom> _rooms = [];
    private readonly Dictionary<string, (HistoryRoom Room, HistoryEntry Row)> _keys = [];
    private readonly Dictionary<string, long> _indexed = new(StringComparer.Ordinal);
    private MemoryWords? _words;
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
            return _keys.TryGetValue(StoredKey.Of(append), out var found)
                ? (found.Row.Id, found.Room == append.Room && found.Row.Content == append.Content
                    && found.Row.EventName == append.EventName && found.Row.IsJson == append.IsJson)
                : default;
        }
    }

    public void Add(long id, DurableAppend append, in DurableStamp stamp)
    {
        var row = new HistoryEntry(id, append.Content) { EventName = append.EventName, IsJson = append.IsJson, Replaces = append.Replaces, Stamp = stamp };
        lock (_lock)
        {
            _keys.Add(StoredKey.Of(append), (append.Room, row));
            if (!_rooms.TryGetValue(append.Room, out var room))
            {
                _rooms.Add(append.Room, room = new MemoryRoom());
            }
            room.Add(StoredKey.Of(append), row);
            _last = id;
        }
    }

    public long LastIn(HistoryRoom room)
    {
        lock (_lock)
        {
            return Room(room).Last;
        }
    }

    public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes)
    {
        lock (_lock)
        {
            return Take(Room(room).From(after), row => row.Id <= upTo, maxRows, maxBytes);
        }
    }

    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes)
    {
        lock (_lock)
        {
            var page = Take(Room(room).Back(before), _ => true, maxRows, maxBytes);
            page.Reverse();
            return page;
        }
    }

    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids)
    {
        lock (_lock)
        {
            return [.. ids.Select(Room(room).ReplacementOf).OfType<HistoryEntry>()];
        }
    }

    public long FindFloor(HistoryRoom room, long upTo, int count)
    {
        lock (_lock)
        {
            var rows = Room(room);
            var floor = rows.CountThrough(upTo) - count - 1;
            return floor < 0 ? 0 : rows[floor].Id;
        }
    }

    public long FindRemoved(HistoryRoom room)
    {
        lock (_lock)
        {
            var rows = Room(room);
            return rows.Count > 0 ? rows[0].Stamp.Previous : rows.Last;
        }
    }

    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string question, long after, long before, int maxRows, int maxBytes)
    {
        lock (_lock)
        {
            var rows = Room(room);
            var found = _words?.Find(question, after, before, Math.Max(1, maxRows)).Select(rows.Find).OfType<HistoryEntry>() ?? [];
            var page = Take(found, _ => true, maxRows, maxBytes);
            page.Reverse();
            return page;
        }
    }

    public long IndexedThrough(string history) => _indexed.GetValueOrDefault(history);

    public void SaveIndexed(string history, long id) => _indexed[history] = id;

    public void Index(string history, long after, long upTo)
    {
        lock (_lock)
        {
            var words = (_words ??= new MemoryWords()).Table;
            foreach (var (room, row) in _rooms.Where(each => each.Key.History == history)
                .SelectMany(each => each.Value.From(after).TakeWhile(row => row.Id <= upTo).Select(row => (each.Key, row)))
                .OrderBy(each => each.row.Id))
            {
                foreach (var replaced in Room(room).Replaced(row))
                {
                    words.Remove(replaced);
                }
                words.Add(row.Id, room, row.Content, row.IsJson);
            }
        }
    }

    // The policies end with the log.
    public void Save(HistoryPolicy policy)
    {
    }

    public string? NextRoom(string history, string? after)
    {
        lock (_lock)
        {
            return _rooms.Where(each => each.Key.History == history && each.Value.Count > 0)
                .Select(each => each.Key.Room)
                .Where(room => after is null || string.CompareOrdinal(room, after) > 0)
                .Min(StringComparer.Ordinal);
        }
    }

    public (int Rows, long First) CountBack(HistoryRoom room, long before, int max)
    {
        lock (_lock)
        {
            var rows = Room(room);
            var end = rows.CountThrough(before - 1);
            var count = Math.Min(end, max);
            return count == 0 ? default : (count, rows[end - count].Id);
        }
    }

    public int RemoveOldest(HistoryRoom room, int max)
    {
        lock (_lock)
        {
            var rows = Room(room);
            return rows.RemoveOldest(Math.Min(max, rows.Count), Forget);
        }
    }

    public IReadOnlyList<(HistoryRoom Room, int Rows)> RemoveOlder(string history, long oldest, int max)
    {
        var removed = new List<(HistoryRoom, int)>();
        lock (_lock)
        {
            foreach (var (room, rows) in _rooms.Where(each => each.Key.History == history))
            {
                var count = rows.CountOlder(oldest, max);
                if (count > 0)
                {
                    rows.RemoveOldest(count, Forget);
                    removed.Add((room, count));
                    max -= count;
                }
            }
        }
        return removed;
    }

    /// <summary>The log is closed: nobody finds it any more.</summary>
    public void Close()
    {
        Known.TryRemove(Name, out _);
        lock (_lock)
        {
            _words?.Dispose();
            _words = null;
        }
    }

    // Belongs to the log, not to its readers.
    public void Dispose()
    {
    }

    private void Forget(string key, long id)
    {
        _keys.Remove(key);
        _words?.Table.Remove(id);
    }

    private MemoryRoom Room(HistoryRoom room) => _rooms.GetValueOrDefault(room) ?? MemoryRoom.Empty;

    private static List<HistoryEntry> Take(IEnumerable<HistoryEntry> rows, Func<HistoryEntry, bool> isWanted, int maxRows, int maxBytes)
    {
        var page = new List<HistoryEntry>();
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
}
