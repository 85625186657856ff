namespace EventLog.Sessions;

/// <summary>A session that is there.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its public id.</param>
/// <param name="Person">Whose session it is; may be empty.</param>
/// <param name="IsAway">Whether its client is away, within its window.</param>
public readonly record struct PresentSession(string Namespace, string Sid, string Person, bool IsAway);
