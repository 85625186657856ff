namespace SocketIO.Rooms;

/// <summary>What happened to a room.</summary>
internal enum RoomChange
{
    /// <summary>It has its first member.</summary>
    Created,

    /// <summary>It has a member more.</summary>
    Joined,

    /// <summary>It has a member less.</summary>
    Left,

    /// <summary>It has lost its last member.</summary>
    Deleted,
}
