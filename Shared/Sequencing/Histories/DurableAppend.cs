namespace SocketIO.Sequencing;

/// <summary>What is stored for ever together with an event.</summary>
/// <param name="Key">The idempotency key: the same key is stored once in a history.</param>
/// <param name="Content">The text, or the JSON.</param>
public sealed record DurableAppend(string Key, string Content)
{
    /// <summary>Where it belongs.</summary>
    public HistoryRoom Room { get; init; } = HistoryRoom.Main;

    /// <summary>The event that carries it; empty for the history's own.</summary>
    public string EventName { get; init; } = "";

    /// <summary>Whether the content is JSON, and not itself a text.</summary>
    public bool IsJson { get; init; }

    /// <summary>What is stored beside the content: a JSON object, or empty. A repeat need not have the same.</summary>
    public ReadOnlyMemory<byte> Details { get; init; }

    /// <summary>The id of the event of the same room in whose place it stands, if there is one. A repeat need not have the same.</summary>
    public long? Replaces { get; init; }

    /// <summary>About how many bytes it takes.</summary>
    public int Size => Key.Length + Content.Length + Room.History.Length + Room.Room.Length + EventName.Length + Details.Length;
}
