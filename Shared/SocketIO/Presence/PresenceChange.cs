using System.Text.Json;

namespace SocketIO;

/// <summary>A change of a person: of the state, or of what presence says beside it.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="Before">The state before.</param>
/// <param name="Now">The state now; as before when only the data are others.</param>
public sealed record PresenceChange(string Person, PresenceState Before, PresenceState Now)
{
    /// <summary>What was set with <see cref="PresenceExtensions.SetPresence"/>, as it is now; of somebody who is gone, as it was last.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What had been set before; the same as <see cref="Data"/> when only the state is another one, and
    /// <see langword="null"/> of somebody who comes.</summary>
    public JsonElement? FormerData { get; init; }
}

/// <summary>Changes that have gathered.</summary>
/// <param name="Changes">Each person once.</param>
/// <param name="Counts">How many are there behind them.</param>
public sealed record PresenceChanges(IReadOnlyList<PresenceChange> Changes, PresenceCounts Counts);
