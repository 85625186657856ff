namespace SocketIO.Sequencing;

/// <summary>What became of a submission.</summary>
/// <param name="Status">Whether it is in the log.</param>
/// <param name="Number">Its number there when it was sequenced, else 0.</param>
/// <param name="DurableId">When it was sequenced, the last durable id at its entry: its own if it has one. Of a known key, the first one
/// with it. Else 0.</param>
public readonly record struct SubmissionAnswer(SubmissionStatus Status, long Number, long DurableId);
