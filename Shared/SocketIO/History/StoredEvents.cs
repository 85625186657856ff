using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>
/// Stored events as they are sent, by what stands before each. Those that many clients want within a short time are read and
/// encoded once, and one copy is queued for all of them. Used by one thread.
/// </summary>
/// <param name="log">Where they are stored.</param>
/// <param name="encode">Makes the packet of one.</param>
/// <param name="maxBytes">The bound of what is kept.</param>
internal sealed class StoredEvents(IDurableLog log, Func<HistoryEntry, EncodedPacket> encode, long maxBytes)
{
    private readonly Dictionary<(HistoryRoom Room, long After), StoredEvent> _following = [];
    private readonly Queue<(HistoryRoom Room, long After)> _oldest = new();
    private long _bytes;

    /// <summary>The events of a room behind an id, up to another one, within the bounds of a page; at least one if there is any.</summary>
    public List<StoredEvent> After(HistoryRoom room, long after, long upTo)
    {
        var page = new List<StoredEvent>();
        var bytes = 0L;
        while (after < upTo && page.Count < NamespaceHistory.PageRows && bytes < NamespaceHistory.PageBytes)
        {
            if (!_following.TryGetValue((room, after), out var next))
            {
                if (page.Count > 0)
                {
                    // The rest is another page: one that starts here may be kept whole.
                    break;
                }
                if (!TryRead(room, after, upTo, out next))
                {
                    break;
                }
            }
            if (next.Id > upTo)
            {
                break;
            }
            page.Add(next);
            bytes += next.Packet.Size;
            after = next.Id;
        }
        return page;
    }

    private bool TryRead(HistoryRoom room, long after, long upTo, out StoredEvent first)
    {
        first = default;
        var previous = after;
        foreach (var entry in log.ReadPage(room, after, upTo, NamespaceHistory.PageRows, NamespaceHistory.PageBytes))
        {
            // What follows may have been read for another client, who began elsewhere.
            if (!_following.ContainsKey((room, previous)))
            {
                var stored = new StoredEvent(entry, encode(entry));
                Keep((room, previous), stored);
                first = previous == after ? stored : first;
            }
            previous = entry.Id;
        }
        return previous != after;
    }

    private void Keep((HistoryRoom Room, long After) place, StoredEvent stored)
    {
        _following.Add(place, stored);
        _oldest.Enqueue(place);
        _bytes += stored.Size;
        // The newest stays, whatever its size: somebody is about to take it.
        while (_bytes > maxBytes && _oldest.Count > 1)
        {
            _following.Remove(_oldest.Dequeue(), out var dropped);
            _bytes -= dropped.Size;
        }
    }
}

/// <summary>A stored event, ready to be sent.</summary>
internal readonly record struct StoredEvent(HistoryEntry Entry, EncodedPacket Packet)
{
    public long Id => Entry.Id;

    /// <summary>What it holds in memory, about: two bytes for a character, and what the dictionary needs.</summary>
    public long Size => Packet.Size + (Entry.Content.Length * 2L) + Entry.Stamp.Details.Length + 300;
}
