namespace EventLog;

/// <summary>One row of the durable history.</summary>
/// <param name="Id">Its id: ids grow in commit order, through all rooms of all histories.</param>
/// <param name="Content">Its text.</param>
public readonly record struct HistoryRow(long Id, string Content)
{
    /// <summary>The event that carries it; empty for the history's own.</summary>
    public string EventName { get; init; } = "";

    /// <summary>Whether the content is JSON, and not itself a text.</summary>
    public bool IsJson { get; init; }

    /// <summary>The id of the event of its room in whose place it stands; 0 for none.</summary>
    public long Replaces { get; init; }

    /// <summary>What the log knows of it, and what was stored beside the content.</summary>
    public Events.DurableStamp Stamp { get; init; }
}
