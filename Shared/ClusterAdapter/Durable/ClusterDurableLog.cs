using ClusterAdapter.Link;
using EventLog;
using SocketIO.History;
using DurableStamp = SocketIO.History.DurableStamp;
using HistoryRoom = SocketIO.History.HistoryRoom;

namespace ClusterAdapter.Durable;

/// <summary>The durable log of the cluster, as its workers read it: from the primary's file.</summary>
internal sealed class ClusterDurableLog(LinkState state) : IDurableLog, IDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private HistoryReader? _reader;

    public string Epoch => state.Epoch;

    public Task Ready => _ready.Task;

    public IReadOnlyList<HistoryEntry> ReadPage(HistoryRoom room, long after, long upTo, int maxRows, int maxBytes) =>
        ToEntries(Reader().ReadPage(ToRoom(room), after, upTo, maxRows, maxBytes));

    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes) =>
        ToEntries(Reader().ReadBack(ToRoom(room), before, maxRows, maxBytes));

    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) =>
        ToEntries(Reader().ReadReplacements(ToRoom(room), ids));

    public long FindFloor(HistoryRoom room, long upTo, int count) => Reader().FindFloor(ToRoom(room), upTo, count);

    public long FindRemoved(HistoryRoom room) => Reader().FindRemoved(ToRoom(room));

    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes) =>
        ToEntries(Reader().Search(ToRoom(room), text, after, before, maxRows, maxBytes));

    /// <summary>The first stream to the primary: it is known where the file lies.</summary>
    public void Start() => _ready.TrySetResult();

    public void Dispose() => _reader?.Dispose();

    private static EventLog.HistoryRoom ToRoom(HistoryRoom room) => new(room.History, room.Room);

    private static HistoryEntry[] ToEntries(IReadOnlyList<HistoryRow> rows)
    {
        var entries = new HistoryEntry[rows.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var row = rows[i];
            entries[i] = new HistoryEntry(row.Id, row.Content)
            {
                EventName = row.EventName,
                IsJson = row.IsJson,
                Replaces = row.Replaces > 0 ? row.Replaces : null,
                Stamp = new DurableStamp(row.Stamp.Previous, row.Stamp.At, row.Stamp.Room, row.Stamp.Details),
            };
        }
        return entries;
    }

    private HistoryReader Reader()
    {
        lock (_lock)
        {
            return _reader ??= HistoryReader.Open(state.Database);
        }
    }
}
