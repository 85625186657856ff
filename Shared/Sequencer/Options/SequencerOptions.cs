namespace SocketIO.Sequencer;

/// <summary>How a log is kept, and how its writer groups and queues what it is given.</summary>
internal sealed class SequencerOptions
{
    /// <summary>The database file. It and the directories above it are created when missing. Null: the log is kept in memory,
    /// and ends with its process.</summary>
    public required string? Path { get; init; }

    /// <summary>How long an entry stays readable. Default 165 seconds: a recovery window of two minutes, and the time
    /// until a half-open connection is noticed.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromSeconds(165);

    /// <summary>How many bytes of entries the file keeps; the oldest go first. Default 64 MB.</summary>
    public long MaxLogBytes { get; init; } = 64_000_000;

    /// <summary>How many bytes of the newest entries are kept in memory. Default 8 MB.</summary>
    public long MaxTailBytes { get; init; } = 8_000_000;

    /// <summary>How many submissions one transaction holds at most. Default 256.</summary>
    public int MaxBatchEntries { get; init; } = 256;

    /// <summary>How many bytes one transaction holds at most; a larger submission goes alone. Default 1 MB.</summary>
    public int MaxBatchBytes { get; init; } = 1_000_000;

    /// <summary>How many bytes wait in the <see cref="LogWriter"/>'s queue at most. Default 32 MB.</summary>
    public long MaxQueuedBytes { get; init; } = 32_000_000;

    /// <summary>How often the <see cref="LogWriter"/> trims the log. Default 5 seconds.</summary>
    public TimeSpan TrimInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the disposal of a <see cref="LogWriter"/> tries to commit what is queued. Default 5 seconds.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many sessions may be away at a time; beyond that the oldest are dropped. Default 100,000.</summary>
    public int MaxAwaySessions { get; init; } = 100_000;

    /// <summary>How many bytes of data a session has at most, and as many of what is said of its person. Default 64 KiB.</summary>
    public int MaxSessionDataBytes { get; init; } = 64 * 1024;

    /// <summary>How many bytes the names of the rooms that a session is in take at most, its own room included; some bytes
    /// are counted for each. What would be more is denied. The names of those that it has left are bounded likewise, as by
    /// <see cref="MaxPastMemberships"/>. Default 64 KiB.</summary>
    public int MaxSessionRoomBytes { get; init; } = 64 * 1024;

    /// <summary>How many memberships that are over are remembered for a session, while the log reaches back to them; beyond
    /// that the older half is forgotten, and the session is not recovered for a client that has seen nothing since.
    /// Default 1,000.</summary>
    public int MaxPastMemberships { get; init; } = 1_000;

    /// <summary>How often the <see cref="LogWriter"/> looks for sessions whose windows are over. Default 1 second.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Throws an <see cref="ArgumentException"/> that names every fault of these options.</summary>
    public void Validate()
    {
        var faults = new List<string>();
        if (Path is not null && string.IsNullOrWhiteSpace(Path))
        {
            faults.Add($"{nameof(Path)} is empty");
        }
        RequirePositive(faults, nameof(Retention), Retention.Ticks);
        RequirePositive(faults, nameof(MaxLogBytes), MaxLogBytes);
        RequirePositive(faults, nameof(MaxTailBytes), MaxTailBytes);
        RequirePositive(faults, nameof(MaxBatchEntries), MaxBatchEntries);
        RequirePositive(faults, nameof(MaxBatchBytes), MaxBatchBytes);
        RequirePositive(faults, nameof(MaxQueuedBytes), MaxQueuedBytes);
        RequirePositive(faults, nameof(MaxAwaySessions), MaxAwaySessions);
        RequirePositive(faults, nameof(MaxSessionDataBytes), MaxSessionDataBytes);
        RequirePositive(faults, nameof(MaxSessionRoomBytes), MaxSessionRoomBytes);
        RequirePositive(faults, nameof(MaxPastMemberships), MaxPastMemberships);
        RequireUpToADay(faults, nameof(TrimInterval), TrimInterval);
        RequireUpToADay(faults, nameof(ExpiryInterval), ExpiryInterval);
        RequireUpToADay(faults, nameof(DrainTimeout), DrainTimeout);
        if (faults.Count > 0)
        {
            throw new ArgumentException($"The log's options are wrong: {string.Join("; ", faults)}.");
        }
    }

    private static void RequirePositive(List<string> faults, string name, long value)
    {
        if (value <= 0)
        {
            faults.Add($"{name} must be greater than zero");
        }
    }

    // Timers do not take arbitrarily long times.
    private static void RequireUpToADay(List<string> faults, string name, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            faults.Add($"{name} must be greater than zero and at most a day");
        }
    }
}
