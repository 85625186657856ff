using EventLog.Internal.Storage;

namespace EventLog.Internal.Sessions;

/// <summary>Everything about sessions that belongs to one log.</summary>
internal sealed class LogSessions
{
    public LogSessions(EventLogOptions options, LogState state)
    {
        foreach (var (room, number) in state.Trimmed)
        {
            Trimmed.Set(room, number);
        }
        foreach (var session in state.Sessions)
        {
            Table.Change(0, null, session);
        }
        Table.Accept();
        Table.Past.Load(state.Sessions);
        Published = new PublishedSessions(state.Sessions, state.LastNumber);
        Rules = new SessionRules(Table, new ClaimRules(Table, Trimmed, state.Lost, state.Epoch), options);
    }

    public SessionTable Table { get; } = new();

    public TrimmedRooms Trimmed { get; } = new();

    public PublishedSessions Published { get; }

    public SessionRules Rules { get; }

    /// <summary>Stores what the pending steps come to; called within a transaction.</summary>
    public void Save(ILogStore store)
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

    private static void Save(ILogStore store, string sid, Session? session)
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
