namespace SocketIO;

/// <summary>The answer to a question about sockets on all workers.</summary>
/// <param name="Sockets">The sockets that the workers which answered know of.</param>
/// <param name="MissingWorkers">The workers, by instance, that did not answer: they are gone or did not in time.</param>
public sealed record SocketQueryResult(IReadOnlyList<RemoteSocket> Sockets, IReadOnlyList<string> MissingWorkers);

/// <summary>How many sockets there are on all workers.</summary>
/// <param name="Count">The sockets of the workers which answered.</param>
/// <param name="MissingWorkers">The workers, by instance, that did not answer: they are gone or did not in time.</param>
public sealed record SocketCount(long Count, IReadOnlyList<string> MissingWorkers);
