namespace SocketIO.Sequencer.Submissions;

/// <summary>An instance that submits.</summary>
/// <param name="Last">How far its submissions are committed.</param>
/// <param name="Seen">When it was last heard of (Unix milliseconds).</param>
/// <param name="IsGone">Whether it was given up: nothing that it says counts any more.</param>
internal readonly record struct Submitter(long Last, long Seen, bool IsGone);
