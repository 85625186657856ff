namespace EventLog;

/// <summary>What is stored for ever together with an entry.</summary>
/// <param name="Key">The idempotency key: the same key is stored once in a history.</param>
/// <param name="Content">The text to store.</param>
public sealed record DurableAppend(string Key, string Content)
{
    // Begins every key of a history that has a name, so that none of them is one of the first history's, which are as they come.
    private const char Scope = '\u0001';

    /// <summary>Where it belongs.</summary>
    public HistoryRoom Room { get; init; } = HistoryRoom.Main;

    /// <summary>The event that carries it; empty for the history's own.</summary>
    public string EventName { get; init; } = "";

    /// <summary>Whether the content is JSON, and not itself a text.</summary>
    public bool IsJson { get; init; }

    /// <summary>What is stored beside the content: a JSON object, or empty. A repeat need not have the same.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    /// <summary>The id of the event of the same room in whose place it stands; 0 for none. A repeat need not have the same.</summary>
    public long Replaces { get; init; }

    /// <summary>The key as it is stored: unique among all histories.</summary>
    internal string StoredKey => Room.History.Length == 0 ? Key : $"{Scope}{Room.History}{Scope}{Key}";

    internal int Size => Key.Length + Content.Length + Room.History.Length + Room.Room.Length + EventName.Length + Details.Length;
}
