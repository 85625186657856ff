namespace SocketIO.Sequencing;

/// <summary>How a history is kept.</summary>
/// <param name="History">The history's name; empty for the first one.</param>
public sealed record HistoryPolicy(string History)
{
    /// <summary>How many events of each room are kept, the newest; null for all.</summary>
    public long? MaxEvents { get; init; }

    /// <summary>How long an event is kept; null for ever. Rows whose time is not known are not meant.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether its words are indexed.</summary>
    public bool IsSearchable { get; init; }

    /// <summary>Whether events are removed at some time.</summary>
    internal bool Removes => MaxEvents is not null || MaxAge is not null;

    internal int Size => History.Length;
}
