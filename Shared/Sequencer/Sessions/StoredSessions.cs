namespace SocketIO.Sequencer.Sessions;

/// <summary>What a store has of sessions when its log is opened.</summary>
/// <param name="All">The sessions.</param>
/// <param name="Trimmed">The last number trimmed of each of their rooms.</param>
/// <param name="Lost">The numbers that are not in the log.</param>
internal sealed record StoredSessions(IReadOnlyList<Session> All, IReadOnlyList<(RoomKey Room, long Number)> Trimmed, LostNumbers Lost)
{
    public static StoredSessions None { get; } = new([], [], new LostNumbers([]));
}
