using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Finds every broken promise in the history of a run.</summary>
internal static class Verifier
{
    public static IReadOnlyList<Violation> Check(RunHistory history)
    {
        List<Violation> violations = [.. history.Unsettled.Select(what => new Violation("settled", what))];
        var table = new MessageTable(history, violations);
        var places = PlaceRows.Of(history);
        StoreCheck.Run(history, violations);
        ChatCheck.Run(history, places, violations);
        PublicRoomCheck.Run(history, places, violations);
        PrivateCheck.Run(history, places, violations);
        EditCheck.Run(history, violations);
        PageCheck.Run(history, places, violations);
        FoundCheck.Run(history, violations);
        LeakCheck.Run(history, violations);
        OnceCheck.Run(history, violations);
        OrderCheck.Run(table, violations);
        NumberCheck.Run(table, violations);
        RoomCheck.Run(table, violations);
        ProgramOrderCheck.Run(table, violations);
        SessionCheck.Run(history, violations);
        GoneCheck.Run(history, violations);
        PresenceCheck.Run(history, violations);
        TypingCheck.Run(history, violations);
        return violations;
    }
}
