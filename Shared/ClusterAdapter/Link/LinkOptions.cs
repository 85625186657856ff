namespace ClusterAdapter.Link;

/// <summary>Who attaches, and for how long it does without what keeps the log.</summary>
/// <param name="Index">The worker's index, from 0.</param>
/// <param name="Port">The port that it serves on; 0 if nobody needs to know.</param>
/// <param name="OrphanTimeout">It stops after being without a stream for so long.</param>
internal sealed record LinkOptions(int Index, int Port, TimeSpan OrphanTimeout);
