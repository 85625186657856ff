namespace SocketIO.Recovery;

/// <summary>Some of those who are there.</summary>
/// <param name="Persons">Those who are online first, each kind in the order of their names.</param>
/// <param name="Counts">How many there are.</param>
/// <param name="Next">Where the next page begins; <see langword="null"/> when this is the last one.</param>
public sealed record PresencePage(IReadOnlyList<PresentPerson> Persons, PresenceCounts Counts, string? Next);

/// <summary>How many persons are there.</summary>
/// <param name="Online">How many are online.</param>
/// <param name="Away">How many are away.</param>
public readonly record struct PresenceCounts(int Online, int Away)
{
    /// <summary>How many are online or away.</summary>
    public int Total => Online + Away;
}
