using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Storage;

/// <summary>
/// A log that ends with its process. The tail keeps all entries, and the sessions are in their table anyway; so only the
/// rows, for the trimming, and the durable messages are kept here. A commit cannot fail, so nothing need be taken back.
/// </summary>
internal sealed class MemoryStore : ILogStore, ILogReader
{
    private readonly Queue<(LogBatch Batch, long Created)> _rows = new();

    public MemoryHistory History { get; } = new();

    IHistoryStore ILogStore.History => History;

    public string Name => History.Name;

    public long TailBytes(SequencerOptions options) => long.MaxValue;

    public ILogReader OpenReader() => this;

    // What is not in the tail is trimmed.
    public bool Read(long number, EntrySink sink) => false;

    public void Transact(bool full, Func<bool> work) => work();

    public int InsertBatch(LogBatch batch, long created)
    {
        _rows.Enqueue((batch, created));
        return (int)batch.MemorySize;
    }

    public (long Id, bool Same) FindMessage(DurableAppend append) => History.Find(append);

    public void InsertMessage(long id, DurableAppend append, in DurableStamp stamp) => History.Add(id, append, stamp);

    public long LastMessage() => History.Last;

    public long LastMessageIn(HistoryRoom room) => History.LastIn(room);

    public IEnumerable<LogRow> OldestRows()
    {
        foreach (var (batch, created) in _rows)
        {
            yield return new LogRow(batch.First, batch.Last, created, batch.MemorySize);
        }
    }

    public LogEntry[] ReadRow(long first) => _rows.First(row => row.Batch.First == first).Batch.Entries;

    public void DeleteRowsThrough(long first)
    {
        while (_rows.TryPeek(out var row) && row.Batch.First <= first)
        {
            _rows.Dequeue();
        }
    }

    public void SaveSubmitter(string instance, Submitter submitter)
    {
    }

    public void DropSubmitter(string instance)
    {
    }

    public void SaveMeta(string key, object value)
    {
    }

    public void SaveSession(Session session)
    {
    }

    public void DropSession(string sid)
    {
    }

    public void SaveTrimmed(RoomKey room, long number)
    {
    }

    public void DropTrimmed(RoomKey room)
    {
    }

    public void Synchronise()
    {
    }

    public string? WhyGone() => null;

    public void Checkpoint()
    {
    }

    public void Dispose() => History.Close();
}
