namespace SocketIO.Sequencer.Sessions;

/// <summary>One step of the table of sessions.</summary>
/// <param name="Number">The number at which it happens.</param>
/// <param name="Before">The session as it was; null when it is new.</param>
/// <param name="After">The session as it is; null when it is over.</param>
/// <param name="Rooms">Between two states: the rooms whose memberships differ, each once.</param>
internal readonly record struct SessionChange(
    long Number, Session? Before, Session? After, IReadOnlyCollection<string> Rooms)
{
    public Session Subject => After ?? Before!;

    public SessionChange Reversed => new(Number, After, Before, Rooms);

    /// <summary>The rooms to look at, whatever kind of step it is.</summary>
    public IEnumerable<string> RoomsToLookAt =>
        Before is null ? After!.Rooms.Keys : After is null ? Before.Rooms.Keys : Rooms;
}
