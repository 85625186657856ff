namespace SocketIO.Sequencing;

/// <summary>A part of what a session has missed.</summary>
/// <param name="Events">Its events, in order.</param>
/// <param name="UpTo">It is complete up to here.</param>
/// <param name="IsLast">Whether that is as far as was asked for.</param>
/// <param name="IsLost">The log does not reach back, or the session is no longer the asker's.</param>
public sealed record MissedPage(IReadOnlyList<LogEntry> Events, long UpTo, bool IsLast, bool IsLost);
