namespace EventLog.Internal.Storage;

/// <summary>The rows of one room in memory, in the order of their ids. Not thread-safe.</summary>
internal sealed class MemoryRoom
{
    private readonly List<(string Key, HistoryRow Row)> _rows = [];

    /// <summary>One that nothing is put into.</summary>
    public static MemoryRoom Empty { get; } = new();

    public int Count => _rows.Count;

    /// <summary>The last id that it has had; 0 before the first.</summary>
    public long Last { get; private set; }

    public HistoryRow this[int index] => _rows[index].Row;

    public void Add(string key, HistoryRow row)
    {
        _rows.Add((key, row));
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
    public IEnumerable<HistoryRow> From(long after)
    {
        for (var i = CountThrough(after); i < _rows.Count; i++)
        {
            yield return _rows[i].Row;
        }
    }

    /// <summary>The rows before an id, the last one first.</summary>
    public IEnumerable<HistoryRow> Back(long before)
    {
        for (var i = CountThrough(before - 1) - 1; i >= 0; i--)
        {
            yield return _rows[i].Row;
        }
    }

    public int RemoveOldest(int count, Action<string> forget)
    {
        for (var i = 0; i < count; i++)
        {
            forget(_rows[i].Key);
        }
        _rows.RemoveRange(0, count);
        return count;
    }
}
