using SocketIO.History;
using SocketIO.Packets;

namespace SocketIO.Tests.Support;

/// <summary>
/// A durable log in memory. Reading a page can be held up, and what is committed can be delivered later than it can be
/// read, as on a worker that lags behind.
/// </summary>
public sealed class FakeDurableLog : IDurableLog
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, string Content, EncodedPacket Packet)> _rows = [];
    private readonly TaskCompletionSource _ready = new();
    private IDurableSink _sink = null!;
    private int _delivered;

    public string Epoch => "epoch";

    public Task Ready => _ready.Task;

    /// <summary>Whether appended events are delivered at once.</summary>
    public bool DeliversAtOnce { get; set; } = true;

    /// <summary>Called for each page, before it is read, with after and upTo.</summary>
    public Action<long, long> OnReadPage { get; set; } = (_, _) => { };

    /// <summary>Called by whoever asks for the end of the log.</summary>
    public Action OnSynchronize { get; set; } = () => { };

    public void Connect(IDurableSink sink) => _sink = sink;

    /// <summary>The log is reached; the events stored so far were before this worker's time.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _delivered = _rows.Count;
            _sink.Start(_delivered);
        }
        _ready.TrySetResult();
    }

    public ValueTask<AppendResult> AppendAsync(string @namespace, string key, string content, EncodedPacket packet, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var known = _rows.FindIndex(row => row.Key == key);
            if (known >= 0)
            {
                return ValueTask.FromResult(new AppendResult(_rows[known].Content == content ? AppendStatus.Duplicate : AppendStatus.KeyConflict, known + 1));
            }
            _rows.Add((key, content, packet));
            if (DeliversAtOnce)
            {
                DeliverAll();
            }
            return ValueTask.FromResult(new AppendResult(AppendStatus.Stored, _rows.Count));
        }
    }

    /// <summary>Delivers what was appended and not delivered yet.</summary>
    public void DeliverAll()
    {
        lock (_lock)
        {
            for (; _delivered < _rows.Count; _delivered++)
            {
                _sink.Deliver(_delivered + 1, _rows[_delivered].Packet);
            }
        }
    }

    public Task SynchronizeAsync(CancellationToken cancellation)
    {
        OnSynchronize();
        return Task.CompletedTask;
    }

    public IReadOnlyList<HistoryEntry> ReadPage(long after, long upTo, int maxRows, int maxBytes)
    {
        OnReadPage(after, upTo);
        lock (_lock)
        {
            return [.. _rows.Select((row, index) => new HistoryEntry(index + 1, row.Content)).Where(entry => entry.Id > after && entry.Id <= upTo).Take(maxRows)];
        }
    }
}
