using System.Text.Json;

namespace SocketIO;

/// <summary>Some of those who are there.</summary>
/// <param name="Persons">Those who are online first, each kind in the order of their names.</param>
/// <param name="Counts">How many there are.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this is the last one.</param>
public sealed record PresencePage(IReadOnlyList<ListedPerson> Persons, PresenceCounts Counts, string? Next);

/// <summary>A person in a page.</summary>
/// <param name="Person">Who it is, as <c>UsePresence</c> said; a session without a person is known by its id.</param>
/// <param name="State">Online or away.</param>
/// <param name="Sessions">How many sessions the person has.</param>
public readonly record struct ListedPerson(string Person, PresenceState State, int Sessions)
{
    /// <summary>What was set with <see cref="PresenceExtensions.SetPresence"/>.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>How many persons are there.</summary>
/// <param name="Online">How many are online.</param>
/// <param name="Away">How many are away.</param>
public readonly record struct PresenceCounts(int Online, int Away);
