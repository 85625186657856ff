namespace EventLog;

/// <summary>One entry of the log.</summary>
/// <param name="Number">Its place in the total order.</param>
/// <param name="Instance">Who submitted it.</param>
/// <param name="Sequence">The submitter's own number of it.</param>
/// <param name="DurableId">The id of the row stored with it, or 0 when it is not durable.</param>
/// <param name="Payload">Its bytes.</param>
public readonly record struct LogEntry(
    long Number, string Instance, long Sequence, long DurableId, ReadOnlyMemory<byte> Payload);
