namespace EventLog.Internal;

/// <summary>One committed row of the log, as the tail keeps it. The payloads of the entries refer to the bytes.</summary>
internal sealed class LogBatch(LogEntry[] entries, byte[] bytes)
{
    // What an entry takes beside its bytes.
    private const int EntryOverhead = 48;

    public LogEntry[] Entries { get; } = entries;

    public byte[] Bytes { get; } = bytes;

    public long First => Entries[0].Number;

    public long Last => Entries[^1].Number;

    public long MemorySize => Bytes.Length + ((long)Entries.Length * EntryOverhead);
}
