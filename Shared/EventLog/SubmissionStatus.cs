namespace EventLog;

/// <summary>What became of a submission.</summary>
public enum SubmissionStatus
{
    /// <summary>It got a number and is in the log.</summary>
    Sequenced,

    /// <summary>The same key with the same content is stored already; no entry was made.</summary>
    Duplicate,

    /// <summary>The same key is stored with other content; nothing was changed.</summary>
    KeyConflict,

    /// <summary>It was committed before, so it is not repeated.</summary>
    AlreadyCommitted,
}
