namespace SocketIO.Sequencing;

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

    /// <summary>There is no such session, or an older generation of it was meant, or a claim is impossible, or the instance
    /// was given up, or the session would have too much data or be in too many rooms. Nothing of what was asked for was done.</summary>
    Denied,
}
