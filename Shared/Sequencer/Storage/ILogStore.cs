using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;
using SocketIO.Sequencer.Submissions;

namespace SocketIO.Sequencer.Storage;

/// <summary>Where a log is kept. Everything but the readers is used by one thread at a time.</summary>
internal interface ILogStore : ISessionStore, IDisposable
{
    /// <summary>What readers in other processes open; in memory, a name for readers in this one.</summary>
    string Name { get; }

    /// <summary>The upkeep of the durable rows.</summary>
    IHistoryStore History { get; }

    /// <summary>How many bytes of the newest entries need be in memory beside it.</summary>
    long TailBytes(SequencerOptions options);

    /// <summary>A reader of the entries that have left the memory. Thread-safe.</summary>
    ILogReader OpenReader();

    /// <summary>Runs one transaction: all of <paramref name="work"/>, or nothing when it throws or returns false.
    /// With <paramref name="full"/> it is on the disk when this returns.</summary>
    void Transact(bool full, Func<bool> work);

    /// <summary>Stores a row, and says how many bytes it takes.</summary>
    int InsertBatch(LogBatch batch, long created);

    /// <summary>The id of the durable row with this key, or 0, and whether it is the same event in the same room.</summary>
    (long Id, bool Same) FindMessage(DurableAppend append);

    void InsertMessage(long id, DurableAppend append, in DurableStamp stamp);

    /// <summary>The highest id of all durable rows, or 0.</summary>
    long LastMessage();

    /// <summary>The highest id that a room has had, or 0.</summary>
    long LastMessageIn(HistoryRoom room);

    void SaveSubmitter(string instance, Submitter submitter);

    void DropSubmitter(string instance);

    void SaveMeta(string key, object value);

    void SaveTrimmed(RoomKey room, long number);

    void DropTrimmed(RoomKey room);

    /// <summary>The rows, the oldest first.</summary>
    IEnumerable<LogRow> OldestRows();

    /// <summary>The entries of the row that starts with the number.</summary>
    LogEntry[] ReadRow(long first);

    void DeleteRowsThrough(long first);

    /// <summary>Brings onto the disk what is not synchronised with every commit. Called every few seconds.</summary>
    void Synchronise();

    /// <summary>Why nothing can be stored any more though writing goes well; null when it can.</summary>
    string? WhyGone();

    /// <summary>Called last, after a clean end.</summary>
    void Checkpoint();
}
