namespace SocketIO.Sequencer.Sessions;

/// <summary>Where a session stands. The values are stored.</summary>
internal enum SessionPhase
{
    /// <summary>Its client is connected.</summary>
    Connected = 1,

    /// <summary>A client came back, and is looked at.</summary>
    Claimed = 2,

    /// <summary>Its window runs.</summary>
    Away = 3,
}
