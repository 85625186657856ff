namespace SocketIO.Limits;

/// <summary>How much the names of the rooms of one socket may take: its session is stored with them at every change.</summary>
internal static class RoomLimit
{
    /// <summary>Less than the log takes, so that the application is told and nothing is denied behind its back.</summary>
    private const int MaxSize = 63 * 1024;

    /// <summary>What the log counts for each name.</summary>
    private const int SizeOfARoom = 8;

    /// <summary>Refuses rooms that would take too much.</summary>
    /// <param name="present">The rooms that the socket is in, or is to enter.</param>
    /// <param name="rooms">Those that it is to enter now.</param>
    /// <exception cref="ArgumentException">They take too much.</exception>
    public static void Check(IReadOnlyCollection<string> present, IReadOnlyList<string> rooms)
    {
        var size = 0;
        foreach (var room in rooms)
        {
            size += present.Contains(room) ? 0 : SizeOf(room);
        }
        if (size > 0 && present.Sum(SizeOf) + size > MaxSize)
        {
            throw new ArgumentException(
                $"with connection state recovery the names of a socket's rooms may have {MaxSize} characters together, and each counts {SizeOfARoom} more", nameof(rooms));
        }
    }

    private static int SizeOf(string room) => room.Length + SizeOfARoom;
}
