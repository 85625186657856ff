namespace SocketIO.Sequencing;

/// <summary>Where a durable event belongs: a history, and a room of it. All of them take their ids from one sequence.</summary>
/// <param name="History">The history's name; empty for the first one, whose rows are those of the Socket.IO tutorial.</param>
/// <param name="Room">The room's name; empty for the main one.</param>
public readonly record struct HistoryRoom(string History, string Room)
{
    /// <summary>The main room of the first history.</summary>
    public static HistoryRoom Main { get; } = new("", "");
}
