namespace SocketIO;

/// <summary>What one socket answered to a broadcast.</summary>
/// <param name="SocketId">Who it was.</param>
/// <param name="Arguments">The arguments of its acknowledgement.</param>
public sealed record BroadcastAck(string SocketId, EventArguments Arguments);

/// <summary>The outcome of a broadcast with acknowledgements; it may be partial.</summary>
/// <param name="Answers">What came in time, in the order in which it came.</param>
/// <param name="MissingSockets">Receivers without an answer, by id.</param>
/// <param name="MissingWorkers">
/// Workers, by instance, that are gone or never said who their receivers are; they may have had more of them.
/// </param>
/// <param name="TimedOut">Whether time was up before all had answered or gone.</param>
public sealed record BroadcastAckResult(
    IReadOnlyList<BroadcastAck> Answers, IReadOnlyList<string> MissingSockets, IReadOnlyList<string> MissingWorkers, bool TimedOut)
{
    /// <summary>Whether every receiver, on every worker, has answered.</summary>
    public bool IsComplete => MissingSockets.Count == 0 && MissingWorkers.Count == 0;
}
