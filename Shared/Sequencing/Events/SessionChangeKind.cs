namespace SocketIO.Sequencing;

/// <summary>What happened to a session, or to several at once. The values are stored.</summary>
public enum SessionChangeKind
{
    /// <summary>It is new.</summary>
    Connected = 1,

    /// <summary>A client that came back has it; what its former connection says is void.</summary>
    Claimed = 2,

    /// <summary>The client that came back is connected.</summary>
    Resumed = 3,

    /// <summary>The client that came back was refused: the window goes on.</summary>
    Released = 4,

    /// <summary>It joined rooms.</summary>
    Joined = 5,

    /// <summary>It left rooms.</summary>
    Left = 6,

    /// <summary>A value of its data was set or removed.</summary>
    Data = 7,

    /// <summary>Its connection is gone and its window runs.</summary>
    Away = 8,

    /// <summary>It is over.</summary>
    Ended = 9,

    /// <summary>The windows of several are over.</summary>
    Expired = 10,

    /// <summary>An instance is gone for good: its sessions are away, or over where there is no window.</summary>
    WorkerGone = 11,
}
