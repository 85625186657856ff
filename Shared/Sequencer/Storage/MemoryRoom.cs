using SocketIO.History;

namespace SocketIO.Sequencer.Storage;

/// <summary>The rows of one room in memory, in the order of their ids. Not thread-safe.</summary>
internal sealed class MemoryRoom
{
    private readonly List<(string Key, HistoryEntry Row)> _rows = [];
    private readonly List<HistoryEntry> _replacing = [];

    /// <summary>One that nothing is put into.</summary>
    public static MemoryRoom Empty { get; } = new();

    public int Count => _rows.Count;

    /// <summary>The last id that it has had; 0 before the first.</summary>
    public long Last { get; private set; }

    public HistoryEntry this[int index] => _rows[index].Row;

    public void Add(string key, HistoryEntry row)
    {
        _rows.Add((key, row));
        if (row.Replaces is not null)
        {
            _replacing.Add(row);
        }
        Last = row.Id;
    }

    /// <summary>How many rows have ids up to this one.</summary>
    public int CountThrough(long id)
    {
        var (low, high) = (0, _rows.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _rows[middle].Row.Id <= id ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>The row of an id, if it is here.</summary>
    public HistoryEntry? Find(long id) => CountThrough(id) is > 0 and var count && _rows[count - 1].Row.Id == id ? _rows[count - 1].Row : null;

    /// <summary>The rows that a row makes void: the one in whose place it stands, and what stood there last.</summary>
    public IEnumerable<long> Replaced(HistoryEntry by)
    {
        if (by.Replaces is not { } replaced || replaced >= by.Id)
        {
            yield break;
        }
        if (Find(replaced) is { } first)
        {
            yield return first.Id;
        }
        if (_replacing.FindLastIndex(row => row.Replaces == by.Replaces && row.Id < by.Id) is >= 0 and var index)
        {
            yield return _replacing[index].Id;
        }
    }

    /// <summary>The last row that stands in place of one.</summary>
    public HistoryEntry? ReplacementOf(long id) => _replacing.FindLastIndex(row => row.Replaces == id) is >= 0 and var index ? _replacing[index] : null;

    /// <summary>How many rows at the beginning are of before a time (Unix milliseconds), so many at the most.</summary>
    public int CountOlder(long oldest, int max)
    {
        var count = 0;
        while (count < Math.Min(_rows.Count, max) && _rows[count].Row.Stamp.At < oldest)
        {
            count++;
        }
        return count;
    }

    /// <summary>The rows behind an id.</summary>
    public IEnumerable<HistoryEntry> From(long after)
    {
        for (var i = CountThrough(after); i < _rows.Count; i++)
        {
            yield return _rows[i].Row;
        }
    }

    /// <summary>The rows before an id, the last one first.</summary>
    public IEnumerable<HistoryEntry> Back(long before)
    {
        for (var i = CountThrough(before - 1) - 1; i >= 0; i--)
        {
            yield return _rows[i].Row;
        }
    }

    public int RemoveOldest(int count, Action<string, long> forget)
    {
        for (var i = 0; i < count; i++)
        {
            forget(_rows[i].Key, _rows[i].Row.Id);
        }
        var last = count > 0 ? _rows[count - 1].Row.Id : 0;
        _replacing.RemoveAll(row => row.Id <= last);
        _rows.RemoveRange(0, count);
        return count;
    }
}
