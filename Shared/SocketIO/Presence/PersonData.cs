using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>What was said of a person beside the state, by whichever session.</summary>
/// <param name="SetAt">The number of the log at which it was said; of several what was said last counts. 0 when that is not known.</param>
/// <param name="Json">What; empty for nothing.</param>
internal readonly record struct PersonData(long SetAt, ReadOnlyMemory<byte> Json)
{
    /// <summary>What a session says.</summary>
    public static PersonData Of(in PresentSession session) =>
        new(SharedNames.SetAtOf(session.Data), session.Data.GetValueOrDefault(PresenceData.Key));

    public bool Equals(PersonData other) => SetAt == other.SetAt && Json.Span.SequenceEqual(other.Json.Span);

    public override int GetHashCode() => SetAt.GetHashCode();
}
