namespace Cluster.Relay;

/// <summary>Why a link cannot begin or go on.</summary>
internal enum LinkFault
{
    /// <summary>The worker sent what the protocol does not allow.</summary>
    Protocol,

    /// <summary>The worker may not attach.</summary>
    Refused,

    /// <summary>The log no longer reaches back to what the worker has; it must start afresh.</summary>
    LogTooShort,
}
