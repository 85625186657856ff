using System.Collections.Immutable;

namespace SocketIO.Sequencer.Sessions;

/// <summary>Decides what happens when connections, instances and windows come to their end.</summary>
internal sealed class WindowRules(SessionTable table, SequencerOptions options)
{
    // Bounds the entry; the rest comes with the next one.
    private const int MaxExpiredAtOnce = 1_000;

    public Decision Depart(Session session, bool ended, Moment at)
    {
        var isOver = ended || session.Window == 0;
        GoAway(session, isOver, at);
        return Decision.Accepted(session.Changed(isOver ? SessionChangeKind.Ended : SessionChangeKind.Away));
    }

    public Decision WorkerGone(string instance, Moment at)
    {
        var sessions = table.OwnedBy(instance);
        if (sessions.Count == 0)
        {
            return Decision.Nothing;
        }
        var refs = ImmutableArray.CreateBuilder<SessionReference>(sessions.Count);
        foreach (var session in sessions)
        {
            GoAway(session, session.Window == 0, at);
            refs.Add(session.ToRef(session.Window == 0));
        }
        return Decision.Accepted(new SessionsChanged(SessionChangeKind.WorkerGone, instance, refs.MoveToImmutable()));
    }

    public Decision Expire(Moment at)
    {
        var due = table.Away.Due(at.Now, options.MaxAwaySessions, MaxExpiredAtOnce);
        if (due.Count == 0)
        {
            return Decision.Nothing;
        }
        foreach (var session in due)
        {
            table.End(at.Number, session);
        }
        return Decision.Accepted(Expired([.. due.Select(session => session.ToRef(ended: true))]));
    }

    public static SessionsChanged Expired(ImmutableArray<SessionReference> sessions) => new(SessionChangeKind.Expired, "", sessions);

    private void GoAway(Session session, bool isOver, Moment at)
    {
        if (isOver)
        {
            table.End(at.Number, session);
        }
        else
        {
            // As it is now: by the same operation it may have inherited from another one.
            var now = table.Find(session.Sid)!;
            table.Change(at.Number, now, now with { Phase = SessionPhase.Away, Deadline = at.Now + now.Window });
        }
    }
}
