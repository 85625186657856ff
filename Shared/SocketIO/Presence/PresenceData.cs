using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>What presence says of a user beside the state: a value of the session's data that every worker is told of.</summary>
internal static class PresenceData
{
    /// <summary>The key of the session's data.</summary>
    public const string Key = SharedNames.Prefix + "presence";

    /// <summary>How much it may be: every worker keeps it.</summary>
    public const int MaxBytes = 4 * 1024;
}
