namespace EventLog;

/// <summary>The answer to a submission, given after its commit.</summary>
/// <param name="Submission">The submission.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Number">Its number in the log when it was sequenced, else 0.</param>
/// <param name="DurableId">The id of the stored row: its own, or the first one with the same key; else 0.</param>
public readonly record struct SubmissionResult(
    Submission Submission, SubmissionStatus Status, long Number, long DurableId);
