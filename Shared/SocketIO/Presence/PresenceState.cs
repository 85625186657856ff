namespace SocketIO;

/// <summary>Whether a person is there.</summary>
public enum PresenceState
{
    /// <summary>Not there, or no longer: no session is left.</summary>
    Gone,

    /// <summary>Without a connection, but in the window of a session.</summary>
    Away,

    /// <summary>Connected.</summary>
    Online,
}
