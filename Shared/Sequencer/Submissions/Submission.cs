namespace SocketIO.Sequencer;

/// <summary>What an instance hands in to be put in order.</summary>
/// <param name="Instance">The random id of the submitting process.</param>
/// <param name="Sequence">The instance's own number of this submission: from 1, growing; 0 for the log's own.</param>
/// <param name="Operation">What it is about.</param>
/// <param name="Append">What to store for ever with it, or null; only with an event for clients.</param>
internal sealed record Submission(string Instance, long Sequence, IOperation Operation, DurableAppend? Append = null)
{
    internal int Size => Operation.Size + (Append?.Size ?? 0);
}
