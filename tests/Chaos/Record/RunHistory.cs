namespace Chaos.Record;

/// <summary>A row of the chat's table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Key">Its key.</param>
/// <param name="Content">The text.</param>
/// <param name="History">The history that it is of; empty for that of the messages.</param>
/// <param name="Room">The room of the history; empty for the main one.</param>
/// <param name="Replaces">The id of the row that it stands in place of.</param>
/// <param name="IsDeletion">Whether it has no text, and says so.</param>
internal sealed record StoredRow(long Id, string Key, string Content, string History = "", string Room = "", long? Replaces = null, bool IsDeletion = false)
{
    public bool IsMessage => History.Length == 0;

    /// <summary>What names its message: the text, or of a deletion, which has none, the end of the key.</summary>
    public string Token => IsDeletion ? Key[(Key.LastIndexOf('-') + 1)..] : Content;

    public override string ToString() => $"{Token} with id {Id}{(Replaces is null ? "" : $", {(IsDeletion ? "a deletion" : "an edit")} of {Replaces}")}";
}

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

    /// <summary>How long a connection over which nothing comes is taken for alive.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Chat ids up to here were there before the run.</summary>
    public long FormerId { get; init; }

    public List<Message> Messages { get; } = [];

    public List<ClientRecord> Clients { get; } = [];

    public List<FaultRecord> Faults { get; } = [];

    /// <summary>What the database holds in the end, by id.</summary>
    public List<StoredRow> Stored { get; } = [];

    /// <summary>Who was there, as each client saw it in the end.</summary>
    public List<PresenceView> Presence { get; } = [];

    /// <summary>When they saw it.</summary>
    public long PresenceAt { get; set; }

    /// <summary>Whether others than the run's clients were there.</summary>
    public bool HasStrangers { get; init; }

    /// <summary>What went wrong while the run came to its end.</summary>
    public List<string> Unsettled { get; } = [];

    /// <summary>The message that a row holds; <see langword="null"/> if the run has none such.</summary>
    public Message? MessageIn(StoredRow row) => MessageText.IndexOf(row.Token) is >= 0 and var index && index < Messages.Count ? Messages[index] : null;
}
