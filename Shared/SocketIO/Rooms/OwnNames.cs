namespace SocketIO.Rooms;

/// <summary>
/// Names of rooms, and keys of a socket's data, that are the library's own. Applications take names from their clients, and
/// these must be out of their reach.
/// </summary>
internal static class OwnNames
{
    /// <summary>What such a name begins with.</summary>
    public const char Mark = '\u0001';

    /// <summary>Whether it is the library's own.</summary>
    public static bool Is(string name) => name.StartsWith(Mark);

    /// <summary>The names without those that are nobody else's business.</summary>
    public static IReadOnlyCollection<string> Visible(IReadOnlyCollection<string> names) =>
        names.Any(Is) ? [.. names.Where(name => !Is(name))] : names;

    /// <summary>Refuses rooms of the library's own.</summary>
    /// <exception cref="ArgumentException">One of them is.</exception>
    public static void Refuse(string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        foreach (var room in rooms)
        {
            Refuse(room, nameof(rooms));
        }
    }

    /// <inheritdoc cref="Refuse(string[])"/>
    public static void Refuse(string name, string parameter)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (Is(name))
        {
            throw new ArgumentException("a name that begins with U+0001 is the library's own", parameter);
        }
    }
}
