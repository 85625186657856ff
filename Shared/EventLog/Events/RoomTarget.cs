using System.Collections.Immutable;

namespace EventLog.Events;

/// <summary>Whom something is for.</summary>
/// <param name="Rooms">Who is in one of these rooms; empty for everybody in the namespace.</param>
/// <param name="Except">But nobody who is in one of these.</param>
public sealed record RoomTarget(ImmutableArray<string> Rooms, ImmutableArray<string> Except)
{
    /// <summary>Everybody in the namespace.</summary>
    public static RoomTarget Everybody { get; } = new([], []);

    /// <summary>Who is in the room.</summary>
    public static RoomTarget Room(string room) => new([room], []);

    internal int Size
    {
        get
        {
            var size = 0;
            foreach (var room in Rooms)
            {
                size += Sizes.Of(room);
            }
            foreach (var room in Except)
            {
                size += Sizes.Of(room);
            }
            return size;
        }
    }
}
