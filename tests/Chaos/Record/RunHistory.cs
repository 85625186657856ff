namespace Chaos.Record;

/// <summary>A row of the chat's table.</summary>
internal sealed record StoredRow(long Id, string Key, string Content);

/// <summary>Harm that was done.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="At">When it began.</param>
/// <param name="EndedAt">When the nemesis had done its part of the repair.</param>
/// <param name="Detail">To whom.</param>
internal sealed record FaultRecord(string Kind, long At, long EndedAt, string Detail)
{
    public override string ToString() => $"{Kind} {Clock.Text(At)} to {Clock.Text(EndedAt)}: {Detail}";
}

/// <summary>Everything that was recorded of a run.</summary>
internal sealed class RunHistory
{
    /// <summary>How long sessions outlive their connections.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Whether broadcasts and sessions are promised anything, or only the chat.</summary>
    public bool ChatOnly { get; init; }

    /// <summary>Chat ids up to here were there before the run.</summary>
    public long FormerId { get; init; }

    public List<Message> Messages { get; } = [];

    public List<ClientRecord> Clients { get; } = [];

    public List<FaultRecord> Faults { get; } = [];

    /// <summary>What the database holds in the end, by id.</summary>
    public List<StoredRow> Stored { get; } = [];

    /// <summary>What went wrong while the run came to its end.</summary>
    public List<string> Unsettled { get; } = [];
}
