namespace SocketIO.Sequencer.Entries;

/// <summary>Collects what one read returns, up to a number and a limit of bytes; the first entry always fits.</summary>
internal sealed class EntrySink(long after, long upTo, int maxBytes, List<LogEntry> into)
{
    // Charged for every entry, so that empty ones are bounded too.
    private const int Overhead = 16;

    private long _room = maxBytes;
    private bool _any;

    /// <summary>Adds the entries that are wanted; false when no more are.</summary>
    public bool Add(LogEntry[] entries)
    {
        var start = entries.Length == 0 ? 0 : Math.Max(0, after + 1 - entries[0].Number);
        for (var i = (int)Math.Min(start, entries.Length); i < entries.Length; i++)
        {
            var size = entries[i].Event.Size + Overhead;
            if (entries[i].Number > upTo || (_any && size > _room))
            {
                return false;
            }
            _any = true;
            _room -= size;
            into.Add(entries[i]);
        }
        return _room > 0;
    }
}
