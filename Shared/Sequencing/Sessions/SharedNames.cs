using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace SocketIO.Sequencing;

/// <summary>
/// Rooms, and values of a session's data, that every instance is told of, and not only the one that has the connection: what
/// presence is made of. They are few and small.
/// </summary>
public static class SharedNames
{
    /// <summary>What their names begin with.</summary>
    public const string Prefix = "\u0001shared\u0001";

    /// <summary>
    /// A value that the log sets beside the others: at which number one of them was set last, as JSON. They are said of a person, and of
    /// several sessions of one person what was said last counts.
    /// </summary>
    public const string SetAt = Prefix + "at";

    /// <summary>Whether a room, or a key of data, is one of them.</summary>
    public static bool Is(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Those of some rooms that are.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<string> rooms) => rooms.Any(Is) ? [.. rooms.Where(Is)] : [];

    /// <summary>At which number the last of some values was set; 0 if none was, or that is not known.</summary>
    public static long SetAtOf(ImmutableDictionary<string, ReadOnlyMemory<byte>> data) =>
        data.TryGetValue(SetAt, out var json) && Utf8Parser.TryParse(json.Span, out long number, out _) ? number : 0;

    /// <summary>The values with the number at which one of them is set.</summary>
    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> WithSetAt(
        this ImmutableDictionary<string, ReadOnlyMemory<byte>> data, long number) =>
        data.SetItem(SetAt, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Those of some values that are.</summary>
    public static ImmutableDictionary<string, ReadOnlyMemory<byte>> Of(ImmutableDictionary<string, ReadOnlyMemory<byte>> data) =>
        data.Keys.Any(Is) ? data.Where(pair => Is(pair.Key)).ToImmutableDictionary() : ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;
}
