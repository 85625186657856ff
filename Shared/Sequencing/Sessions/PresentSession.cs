using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>A session that is there.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Sid">Its public id.</param>
/// <param name="Person">Whose session it is; may be empty.</param>
/// <param name="IsAway">Whether its client is away, within its window.</param>
public readonly record struct PresentSession(string Namespace, string Sid, string Person, bool IsAway)
{
    /// <summary>Those of its rooms that every instance knows, see <see cref="SharedNames"/>.</summary>
    public ImmutableArray<string> Rooms { get; init; } = [];

    /// <summary>That of its data that every instance knows.</summary>
    public ImmutableDictionary<string, ReadOnlyMemory<byte>> Data { get; init; } = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
