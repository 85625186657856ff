namespace SocketIO.Sequencer.Sessions;

/// <summary>Decides whether a client that comes back gets its session. One atomic step: the later of two claims has it.</summary>
internal sealed class ClaimRules(SessionTable table, TrimmedRooms trimmed, LostNumbers lost, string epoch)
{
    public Decision Claim(string instance, ClaimOperation claim, Moment at)
    {
        if (table.FindByPid(claim.Namespace, claim.Pid) is not { } session)
        {
            return Decision.Denied;
        }
        if (session.Phase == SessionPhase.Away && session.Deadline <= at.Now)
        {
            table.End(at.Number, session);
            return Decision.DeniedBut(WindowRules.Expired([session.ToRef(ended: true)]));
        }
        var position = Math.Max(session.ConnectedAt, claim.Epoch == epoch ? claim.Number : 0);
        if (position >= at.Number || lost.Contains(position) || !trimmed.Cover(session, position))
        {
            // Its client becomes a new one, so nobody will ever come for it.
            table.End(at.Number, session);
            return Decision.DeniedBut(session.Changed(SessionChangeKind.Ended));
        }
        // The deadline stays for the case that the client is refused.
        var claimed = session with { Generation = session.Generation + 1, Owner = instance, Phase = SessionPhase.Claimed };
        table.Change(at.Number, session, claimed);
        return Decision.Accepted(claimed.Changed(SessionChangeKind.Claimed) with
        {
            Rooms = claimed.CurrentRooms(),
            Data = claimed.Data,
            Position = position,
        });
    }
}
