namespace SocketIO.Sequencer.Entries;

/// <summary>Reads entries: the newest from memory, older ones from the store. For any thread.</summary>
internal sealed class EntryReader(LogTail tail, ILogReader store)
{
    /// <summary>The oldest number that can be read.</summary>
    public long FirstNumber => tail.FirstNumber;

    /// <summary>Adds the entries after <paramref name="number"/> up to <paramref name="upTo"/>, which is not beyond the log's
    /// end, while their bytes fit: at least one if there is any. False when the log cannot continue from that number.</summary>
    public bool TryReadAfter(long number, long upTo, int maxBytes, List<LogEntry> into)
    {
        // The file may hold more than readers may see yet.
        var sink = new EntrySink(number, upTo, maxBytes, into);
        return tail.Read(number, sink) switch
        {
            LogTail.Answer.Read => true,
            LogTail.Answer.Older => store.Read(number, sink),
            _ => false,
        };
    }
}
