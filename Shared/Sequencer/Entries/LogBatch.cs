namespace SocketIO.Sequencer.Entries;

/// <summary>One committed row of the log, as the tail keeps it.</summary>
internal sealed class LogBatch
{
    // What an entry takes beside what its event counts.
    private const int EntryOverhead = 96;

    public LogBatch(LogEntry[] entries)
    {
        Entries = entries;
        foreach (ref readonly var entry in entries.AsSpan())
        {
            MemorySize += entry.Event.Size + EntryOverhead;
        }
    }

    public LogEntry[] Entries { get; }

    public long First => Entries[0].Number;

    public long Last => Entries[^1].Number;

    public long MemorySize { get; }
}
