namespace EventLog;

/// <summary>What an instance hands in to be put in order.</summary>
/// <param name="Instance">The random id of the submitting process.</param>
/// <param name="Sequence">The instance's own number of this submission: from 1, growing.</param>
/// <param name="Payload">The bytes of the entry; the log does not look into them.</param>
/// <param name="Append">What to store for ever with it, or null.</param>
public sealed record Submission(string Instance, long Sequence, ReadOnlyMemory<byte> Payload, DurableAppend? Append);
