namespace SocketIO.Sequencing;

/// <summary>
/// The way into the one ordered log of a cluster, or of a single process, behind namespaces with connection state
/// recovery. What is submitted comes back through the <see cref="ISequencedSink"/> in the order of its numbers.
/// </summary>
public interface ISequencer
{
    /// <summary>The life of the log; empty until the log is reached for the first time.</summary>
    string Epoch { get; }

    /// <summary>The number of this process's last submission; 0 before the first one.</summary>
    long LastSubmission { get; }

    /// <summary>Says who takes what comes; called once, before anything is submitted.</summary>
    /// <param name="sink">The taker.</param>
    /// <param name="retention">How long events must stay readable for its sessions.</param>
    void Connect(ISequencedSink sink, TimeSpan retention);

    /// <summary>Submits, at once and in order; gives the submission's own number.</summary>
    /// <exception cref="SequencerFullException">
    /// Too much is held back while the log is away; not for what <see cref="SubmitOptions.MustBeTaken"/>.
    /// </exception>
    long Submit(IOperation operation, SubmitOptions options = default);

    /// <summary>Submits as soon as there is room; completes once it is committed and has come back.</summary>
    ValueTask<SubmissionAnswer> SubmitAsync(IOperation operation, SubmitOptions options, CancellationToken cancellation);

    /// <summary>
    /// Does something once every submission up to <paramref name="submission"/> has come back: at once, or in the stream.
    /// </summary>
    /// <param name="submission">The submission.</param>
    /// <param name="action">What is done.</param>
    /// <param name="bytes">What the action keeps in memory until then: it counts as what is submitted does. 0 for what must be done.</param>
    /// <exception cref="SequencerFullException">It would have to wait, and too much is held back.</exception>
    void After(long submission, Action action, long bytes = 0);

    /// <summary>Completes when there is room for events; at once while a quarter of it is free.</summary>
    ValueTask WaitForRoomAsync();

    /// <summary>Says how a history is kept, at its first use. The last word of any process counts, and holds while nobody says it.</summary>
    void KeepHistory(HistoryPolicy policy);

    /// <summary>
    /// Asks for what a session that is held back has missed. The page comes to <see cref="ISequencedSink.OnMissed"/>;
    /// if the log is lost before, <see cref="ISequencedSink.OnAttached"/> is the time to ask again.
    /// </summary>
    void ReadMissed(SessionKey session, long after, int maxBytes);
}
