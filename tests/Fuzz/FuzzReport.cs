namespace Fuzz;

/// <summary>The outcome of a run.</summary>
/// <param name="Findings">What must not happen and did; empty if all went well.</param>
/// <param name="Targets">The figures of each target.</param>
/// <param name="Memory">The memory after each round, with all sessions closed.</param>
/// <param name="Echoes">The echoes of the client that kept to the protocol meanwhile.</param>
public sealed record FuzzReport(
    IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, Tally> Targets, IReadOnlyList<MemorySample> Memory, int Echoes);
