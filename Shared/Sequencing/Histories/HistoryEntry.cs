using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>A stored event.</summary>
/// <param name="Id">Its id: ids grow in the order in which events were stored, through all rooms of all histories of a log.</param>
/// <param name="Content">Its content: the text itself, or what else was stored as JSON.</param>
public readonly record struct HistoryEntry(long Id, string Content)
{
    /// <summary>The event that carries it; empty for the history's own.</summary>
    public string EventName { get; init; } = "";

    /// <summary>Whether the content is JSON, and not itself a text.</summary>
    public bool IsJson { get; init; }

    /// <summary>The id of the event of the same room in whose place it stands, if there is one.</summary>
    public long? Replaces { get; init; }

    /// <summary>Its room; empty for the main one.</summary>
    public string Room => Stamp.Room;

    /// <summary>What is said beside the content.</summary>
    public DurableStamp Stamp { get; init; } = DurableStamp.None;
}
