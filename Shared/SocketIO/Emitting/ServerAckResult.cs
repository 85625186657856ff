namespace SocketIO;

/// <summary>What one worker answered to an event between workers.</summary>
/// <param name="Worker">Which one, by instance.</param>
/// <param name="Arguments">The arguments of its acknowledgement.</param>
public sealed record ServerAck(string Worker, EventArguments Arguments);

/// <summary>The outcome of asking the other workers; it may be partial.</summary>
/// <param name="Answers">What came in time.</param>
/// <param name="MissingWorkers">
/// Workers, by instance, that did not answer: gone, too slow, or without a handler that acknowledges the event.
/// </param>
public sealed record ServerAckResult(IReadOnlyList<ServerAck> Answers, IReadOnlyList<string> MissingWorkers)
{
    /// <summary>Whether every other worker has answered.</summary>
    public bool IsComplete => MissingWorkers.Count == 0;
}
