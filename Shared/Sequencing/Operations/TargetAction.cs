namespace SocketIO.Sequencing;

/// <summary>What is done to the sessions of a target. The values are stored.</summary>
public enum TargetAction
{
    /// <summary>They join rooms.</summary>
    Join = 1,

    /// <summary>They leave rooms.</summary>
    Leave = 2,

    /// <summary>They are over.</summary>
    Disconnect = 3,
}
