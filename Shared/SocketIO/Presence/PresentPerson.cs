using System.Text.Json;

namespace SocketIO;

/// <summary>A person who is there.</summary>
/// <param name="Person">Who it is, as <c>UsePresence</c> said; a session without a person is known by its id.</param>
/// <param name="State">Online or away.</param>
/// <param name="Sessions">The ids of the person's sessions.</param>
public sealed record PresentPerson(string Person, PresenceState State, IReadOnlyList<string> Sessions)
{
    /// <summary>What was set with <see cref="PresenceExtensions.SetPresence"/>.</summary>
    public JsonElement? Data { get; init; }
}
