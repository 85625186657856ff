using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace EventLog.Internal.Storage;

/// <summary>The durable rows of a log in memory, all of them: durable is for ever, here until the log is closed. Found by
/// name, so that whoever reads need not know where they are.</summary>
internal sealed class MemoryHistory : IHistorySource
{
    private const string Scheme = "memory:";

    private static readonly ConcurrentDictionary<string, MemoryHistory> Known = new();

    private readonly Lock _lock = new();
    private readonly List<HistoryRow> _rows = [];
    private readonly Dictionary<string, int> _keys = [];

    public MemoryHistory() => Known[Name] = this;

    public string Name { get; } = Scheme + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public long Last
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    public static MemoryHistory? Find(string name) => Known.GetValueOrDefault(name);

    public static bool IsName(string name) => name.StartsWith(Scheme, StringComparison.Ordinal);

    public (long Id, bool Same) Find(string key, string content)
    {
        lock (_lock)
        {
            return _keys.TryGetValue(key, out var index) ? (_rows[index].Id, _rows[index].Content == content) : default;
        }
    }

    public void Add(long id, string key, string content)
    {
        lock (_lock)
        {
            _keys.Add(key, _rows.Count);
            _rows.Add(new HistoryRow(id, content));
        }
    }

    public IReadOnlyList<HistoryRow> ReadPage(long after, long upTo, int maxRows, int maxBytes)
    {
        var page = new List<HistoryRow>();
        long room = maxBytes;
        lock (_lock)
        {
            // The ids are consecutive from 1.
            for (var i = (int)Math.Clamp(after, 0, _rows.Count); i < _rows.Count && _rows[i].Id <= upTo; i++)
            {
                room -= Encoding.UTF8.GetByteCount(_rows[i].Content);
                if (page.Count > 0 && (room < 0 || page.Count >= maxRows))
                {
                    break;
                }
                page.Add(_rows[i]);
            }
        }
        return page;
    }

    /// <summary>The log is closed: nobody finds it any more.</summary>
    public void Close() => Known.TryRemove(Name, out _);

    // Belongs to the log, not to its readers.
    public void Dispose()
    {
    }
}
