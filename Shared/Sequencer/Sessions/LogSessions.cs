namespace SocketIO.Sequencer.Sessions;

/// <summary>Everything about sessions that belongs to one log.</summary>
internal sealed class LogSessions
{
    /// <param name="options">The limits.</param>
    /// <param name="epoch">The log's epoch.</param>
    /// <param name="lastNumber">The log's last number.</param>
    /// <param name="stored">What is there already.</param>
    public LogSessions(SequencerOptions options, string epoch, long lastNumber, StoredSessions stored)
    {
        foreach (var (room, number) in stored.Trimmed)
        {
            Trimmed.Set(room, number);
        }
        foreach (var session in stored.All)
        {
            Table.Change(0, null, session);
        }
        Table.Accept();
        Table.Past.Load(stored.All);
        Published = new PublishedSessions(stored.All, lastNumber);
        Rules = new SessionRules(Table, new ClaimRules(Table, Trimmed, stored.Lost, epoch), options);
    }

    public SessionTable Table { get; } = new();

    public TrimmedRooms Trimmed { get; } = new();

    public PublishedSessions Published { get; }

    public SessionRules Rules { get; }

    /// <summary>Stores what the pending steps come to; called within a transaction.</summary>
    public void Save(ISessionStore store)
    {
        var pending = Table.Pending;
        if (pending.Count == 1)
        {
            Save(store, pending[0].Subject.Sid, pending[0].After);
            return;
        }
        var states = new Dictionary<string, Session?>();
        foreach (var change in pending)
        {
            states[change.Subject.Sid] = change.After;
        }
        foreach (var (sid, session) in states)
        {
            Save(store, sid, session);
        }
    }

    /// <summary>The pending steps are committed: makes them seen, and then what comes with them.</summary>
    public void Accept(Action andThen)
    {
        Published.Publish(Table.Pending, andThen);
        Table.Accept();
    }

    private static void Save(ISessionStore store, string sid, Session? session)
    {
        if (session is null)
        {
            store.DropSession(sid);
        }
        else
        {
            store.SaveSession(session);
        }
    }
}
