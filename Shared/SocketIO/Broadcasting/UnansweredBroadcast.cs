namespace SocketIO.Adapters;

/// <summary>Who did not answer a broadcast: it is gone, or did not in time.</summary>
/// <param name="Sockets">Receivers without an answer, by id.</param>
/// <param name="Workers">
/// Workers, by instance, that are gone or never said who their receivers are; they may have had more of them.
/// </param>
/// <param name="TimedOut">Whether time was up, here or on another worker, before all had answered or gone.</param>
public sealed record UnansweredBroadcast(IReadOnlyList<string> Sockets, IReadOnlyList<string> Workers, bool TimedOut);
