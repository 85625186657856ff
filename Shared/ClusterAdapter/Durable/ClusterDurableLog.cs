using ClusterAdapter.Link;
using SocketIO.History;
using SocketIO.Sequencer;
using SocketIO.Sequencing;

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
        Reader().ReadPage(room, after, upTo, maxRows, maxBytes);

    public IReadOnlyList<HistoryEntry> ReadBack(HistoryRoom room, long before, int maxRows, int maxBytes) =>
        Reader().ReadBack(room, before, maxRows, maxBytes);

    public IReadOnlyList<HistoryEntry> ReadReplacements(HistoryRoom room, IReadOnlyList<long> ids) => Reader().ReadReplacements(room, ids);

    public long FindFloor(HistoryRoom room, long upTo, int count) => Reader().FindFloor(room, upTo, count);

    public long FindRemoved(HistoryRoom room) => Reader().FindRemoved(room);

    public IReadOnlyList<HistoryEntry> Search(HistoryRoom room, string text, long after, long before, int maxRows, int maxBytes) =>
        Reader().Search(room, text, after, before, maxRows, maxBytes);

    /// <summary>The first stream to the primary: it is known where the file lies.</summary>
    public void Start() => _ready.TrySetResult();

    public void Dispose() => _reader?.Dispose();

    private HistoryReader Reader()
    {
        lock (_lock)
        {
            return _reader ??= HistoryReader.Open(state.Database);
        }
    }
}
