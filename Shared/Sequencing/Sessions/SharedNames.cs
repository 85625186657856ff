using System.Collections.Immutable;

namespace SocketIO.Sequencing;

/// <summary>
/// Rooms, and values of a session's data, that every instance is told of, and not only the one that has the connection: what
/// presence is made of. They are few and small.
/// </summary>
public static class SharedNames
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "\u0001shared\u0001";

    /// <summary>Whether a room, or a key of data, is one of them.</summary>
    public static bool Is(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Those of some rooms that are.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<string> rooms) => rooms.Any(Is) ? [.. rooms.Where(Is)] : [];

    /// <summary>Those of some values that are.</summary>
    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> Of(ImmutableDictionary<string, ReadOnlyMemory<byte>> data) =>
        data.Keys.Any(Is) ? data.Where(pair => Is(pair.Key)).ToImmutableDictionary() : ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
