namespace SocketIO.Recovery;

/// <summary>A change of a person's state.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="Before">The state before.</param>
/// <param name="Now">The state now.</param>
public sealed record PresenceChange(string Person, PresenceState Before, PresenceState Now);

/// <summary>Changes that have gathered.</summary>
/// <param name="Changes">Each person once.</param>
/// <param name="Counts">How many are there behind them.</param>
public sealed record PresenceChanges(IReadOnlyList<PresenceChange> Changes, PresenceCounts Counts);
