namespace SocketIO.Sequencing;

/// <summary>What belongs to a submission beside its operation.</summary>
public readonly record struct SubmitOptions
{
    /// <summary>What is stored of an event that is durable; <see langword="null"/> for what is not.</summary>
    public DurableAppend? Append { get; init; }

    /// <summary>
    /// Whether it is taken however much is held back, as what becomes of a session that is there already is anyway
    /// (<see cref="IOperation.MustBeTaken"/>). It is submitted where nobody could be told that there is no room, and there is little of it
    /// for each session. How many sessions there are is bounded: what begins one, or asks for one, waits for room.
    /// </summary>
    public bool MustBeTaken { get; init; }

    /// <summary>Called in the stream when the session has changed, which this process has asked for.</summary>
    public SessionCallback? OnChanged { get; init; }
}

/// <summary>Takes the change of a session; called in the stream, where nothing may block.</summary>
/// <param name="entry">The entry of the log.</param>
/// <param name="change">What it says.</param>
public delegate void SessionCallback(in LogEntry entry, SessionChanged change);
