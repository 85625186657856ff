namespace EventLog.Internal;

/// <summary>How far an instance's submissions are committed, and when it was last heard of (Unix milliseconds).</summary>
internal readonly record struct Submitter(long Last, long Seen);
