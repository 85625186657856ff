namespace SocketIO.History;

/// <summary>What is stored together with an event.</summary>
/// <param name="Room">Where it belongs.</param>
/// <param name="Key">The idempotency key: the same key is stored once in a history.</param>
/// <param name="Content">The text, or the JSON.</param>
public sealed record HistoryAppend(HistoryRoom Room, string Key, string Content)
{
    /// <summary>The event that carries it; empty for the history's own.</summary>
    public string EventName { get; init; } = "";

    /// <summary>Whether the content is JSON, and not itself a text.</summary>
    public bool IsJson { get; init; }

    /// <summary>The id of the event of the same room in whose place it stands.</summary>
    public long? Replaces { get; init; }

    /// <summary>What is stored beside the content: a JSON object, or empty.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    internal long Bytes => Key.Length + Content.Length + Room.History.Length + Room.Room.Length + EventName.Length + Details.Length;
}
