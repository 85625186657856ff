using Chaos.Record;

namespace Chaos.Verification;

/// <summary>What is stored of one place, the main room, a public room or a private conversation, in the order of the ids.</summary>
internal sealed class PlaceRows
{
    private readonly StoredRow[] _rows;

    private readonly ILookup<long, StoredRow> _edits;

    private PlaceRows(IEnumerable<StoredRow> rows)
    {
        _rows = [.. rows.OrderBy(row => row.Id)];
        _edits = _rows.Where(row => row.Replaces is not null).ToLookup(row => row.Replaces!.Value);
    }

    /// <summary>A place of which nothing is stored, and in which nothing may be shown.</summary>
    public static PlaceRows Empty { get; } = new([]);

    public IReadOnlyList<StoredRow> Rows => _rows;

    /// <summary>The last id; 0 if there is none.</summary>
    public long Last => _rows.Length == 0 ? 0 : _rows[^1].Id;

    /// <summary>Every place of which something is stored, by its name.</summary>
    public static Dictionary<string, PlaceRows> Of(RunHistory history) => history.Stored
        .Where(row => row.IsMessage)
        .GroupBy(row => row.Room)
        .ToDictionary(rows => rows.Key, rows => new PlaceRows(rows), StringComparer.Ordinal);

    public StoredRow? Find(long id) => IndexAfter(id - 1) is var index && index < _rows.Length && _rows[index].Id == id ? _rows[index] : null;

    /// <summary>The first id above one; <see cref="long.MaxValue"/> if there is none.</summary>
    public long After(long id) => IndexAfter(id) is var index && index < _rows.Length ? _rows[index].Id : long.MaxValue;

    /// <summary>What stands in place of a row, in its order: the last of it now, the others before.</summary>
    public IEnumerable<StoredRow> EditsOf(long id) => _edits[id];

    /// <summary>How many have this id or a lower one.</summary>
    public int IndexAfter(long id)
    {
        var (low, high) = (0, _rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _rows[middle].Id <= id ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
