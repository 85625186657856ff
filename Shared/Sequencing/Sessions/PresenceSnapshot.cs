namespace SocketIO.Sequencing;

/// <summary>Who is there, as of a number.</summary>
/// <param name="Number">The number.</param>
/// <param name="Sessions">All sessions.</param>
public sealed record PresenceSnapshot(long Number, IReadOnlyList<PresentSession> Sessions);
