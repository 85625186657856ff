namespace SocketIO.History;

/// <summary>What became of an append.</summary>
/// <param name="Status">Whether it was stored.</param>
/// <param name="Id">The id under which the key is stored; 0 when what the log had taken before is not kept any more.</param>
public readonly record struct AppendResult(AppendStatus Status, long Id);

/// <summary>Whether an append was stored.</summary>
public enum AppendStatus
{
    /// <summary>Stored, and delivered to everybody.</summary>
    Stored,

    /// <summary>The same key was stored before with the same content in the same room; nothing was done.</summary>
    Duplicate,

    /// <summary>Refused: the key was stored before with another content, or in another room.</summary>
    KeyConflict,
}
