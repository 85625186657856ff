using SocketIO.Sequencing;

namespace SocketIO.Rooms;

/// <summary>The rooms, of the library's own, of those who get what is new in a room of a history.</summary>
internal static class LiveRooms
{
    private const string Main = "\u0001history";

    /// <summary>The one that belongs to a room of a history. Neither name holds the mark, so no two are the same.</summary>
    public static string NameOf(HistoryRoom room) =>
        room is { History.Length: 0, Room.Length: 0 } ? Main : $"{Main}{OwnNames.Mark}{room.History}{OwnNames.Mark}{room.Room}";

    /// <summary>Whether it is one of them.</summary>
    public static bool Is(string room) => room.StartsWith(Main, StringComparison.Ordinal);
}
