namespace SocketIO.Sequencer.Entries;

/// <summary>Reads the entries that have left the memory. Thread-safe.</summary>
internal interface ILogReader : IDisposable
{
    /// <summary>Adds the entries after <paramref name="number"/>; false when the log does not reach back to it.</summary>
    bool Read(long number, EntrySink sink);
}
