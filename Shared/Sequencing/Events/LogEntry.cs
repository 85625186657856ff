namespace SocketIO.Sequencing;

/// <summary>One entry of the log.</summary>
/// <param name="Number">Its place in the total order.</param>
/// <param name="Instance">Who submitted it; empty when it is the log's own.</param>
/// <param name="Sequence">The submitter's own number of it; 0 when it is the log's own.</param>
/// <param name="DurableId">The id of the row stored with it, or 0 when it is not durable; of a session's change, the last
/// durable id before it.</param>
/// <param name="Event">What it says.</param>
public readonly record struct LogEntry(long Number, string Instance, long Sequence, long DurableId, LogEvent Event);
