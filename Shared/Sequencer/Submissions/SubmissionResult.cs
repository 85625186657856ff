namespace SocketIO.Sequencer;

/// <summary>The answer to a submission, given after its commit.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Number">Its number in the log when it was sequenced, else 0.</param>
/// <param name="DurableId">When it was sequenced, the last durable id at its entry: its own if it has one. Of a known key,
/// the first one with it. Else 0.</param>
internal readonly record struct SubmissionResult(
    Submission Submission, SubmissionStatus Status, long Number, long DurableId);
