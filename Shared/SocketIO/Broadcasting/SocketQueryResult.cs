namespace SocketIO.Broadcasting;

/// <summary>The answer to a question about sockets on all workers.</summary>
/// <param name="Sockets">The sockets that the workers which answered know of.</param>
/// <param name="MissingWorkers">The workers, by instance, that did not answer: they are gone or did not in time.</param>
public sealed record SocketQueryResult(IReadOnlyList<SocketDescription> Sockets, IReadOnlyList<string> MissingWorkers);

/// <summary>A socket, maybe on another worker.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Rooms">The rooms it is in.</param>
public sealed record SocketDescription(string Id, IReadOnlyList<string> Rooms);
