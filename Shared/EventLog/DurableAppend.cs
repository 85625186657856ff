namespace EventLog;

/// <summary>What is stored for ever together with an entry.</summary>
/// <param name="Key">The idempotency key: the same key is stored once.</param>
/// <param name="Content">The text to store.</param>
public sealed record DurableAppend(string Key, string Content);
