using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;

namespace SocketIO.Sequencer.Recovery;

/// <summary>Reads what a session has missed, by the same rule by which it gets what happens now.</summary>
internal sealed class MissedReader(EntryReader entries, LogSessions sessions, LastEmits emits)
{
    // How much of the log one page looks through: a session in a quiet room must not hold up everything else.
    private const int MaxScanBytes = 4_000_000;
    private const int ScanBytes = 256 * 1024;

    public MissedPage Read(string instance, SessionKey key, long after, long upTo, int maxBytes)
    {
        if (Find(instance, key) is not { } session)
        {
            return Lost(after);
        }
        after = Math.Clamp(after, Math.Min(session.ConnectedAt, upTo), upTo);
        // Most have missed nothing, or nothing for some time: what lies behind need not be looked through.
        var page = new Page(session, Math.Clamp(emits.LastFor(session), after, upTo), maxBytes);
        if (!Scan(page, after) || !IsComplete(instance, key, after))
        {
            return Lost(after);
        }
        var end = page.At == page.UpTo ? upTo : page.At;
        return new MissedPage(page.Events, end, end == upTo, IsLost: false);
    }

    private static MissedPage Lost(long after) => new([], after, IsLast: false, IsLost: true);

    private Session? Find(string instance, SessionKey key) =>
        sessions.Published.Find(key.Sid) is { IsActive: true } session && session.Owner == instance && session.Generation == key.Generation
            ? session
            : null;

    // Looked at after the reading: what was trimmed meanwhile is known by then. A session that has changed meanwhile may
    // have done so because its rooms are being forgotten, so it is looked at again.
    private bool IsComplete(string instance, SessionKey key, long after)
    {
        while (Find(instance, key) is { } session)
        {
            var complete = sessions.Trimmed.Cover(session, after);
            if (ReferenceEquals(session, Find(instance, key)))
            {
                return complete;
            }
        }
        return false;
    }

    private bool Scan(Page page, long after)
    {
        var read = new List<LogEntry>();
        var scanned = 0;
        page.At = after;
        while (page.At < page.UpTo && scanned < MaxScanBytes)
        {
            // What was trimmed is not read; whether it mattered is another question.
            var from = Math.Max(page.At, entries.FirstNumber - 1);
            read.Clear();
            if (from < page.UpTo && !entries.TryReadAfter(from, page.UpTo, ScanBytes, read))
            {
                if (from < entries.FirstNumber - 1)
                {
                    // It was trimmed just now.
                    continue;
                }
                return false;
            }
            foreach (var entry in read)
            {
                scanned += entry.Event.Size + 1;
                if (!page.Take(entry))
                {
                    return true;
                }
            }
            if (read.Count == 0)
            {
                page.At = page.UpTo;
            }
        }
        return true;
    }

    private sealed class Page(Session session, long upTo, int maxBytes)
    {
        private readonly List<LogEntry> _events = [];
        private long _room = maxBytes;

        public IReadOnlyList<LogEntry> Events => _events;

        /// <summary>Nothing behind it is for the session.</summary>
        public long UpTo => upTo;

        /// <summary>The last number looked at.</summary>
        public long At { get; set; }

        /// <summary>False when the entry does not fit any more.</summary>
        public bool Take(in LogEntry entry)
        {
            if (entry.Event is EmitEvent emit && session.Gets(entry.Number, emit))
            {
                _room -= emit.Packet.Length;
                if (_room < 0 && _events.Count > 0)
                {
                    return false;
                }
                _events.Add(entry);
            }
            At = entry.Number;
            return true;
        }
    }
}
