namespace SocketIO.Rooms;

/// <summary>The rooms, of the library's own, of all sockets of a user.</summary>
internal static class UserRooms
{
    private const string Prefix = "\u0001user";

    /// <summary>The one of a user.</summary>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public static string NameOf(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return $"{Prefix}{OwnNames.Mark}{user}";
    }

    public static string[] NamesOf(string[] users)
    {
        ArgumentNullException.ThrowIfNull(users);
        return Array.ConvertAll(users, NameOf);
    }
}
