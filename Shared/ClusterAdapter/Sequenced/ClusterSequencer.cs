using Cluster.Protos;
using ClusterAdapter.Link;
using SocketIO.Sequencing;
using SessionKey = SocketIO.Sequencing.SessionKey;

namespace ClusterAdapter.Sequenced;

/// <summary>A server's way into the log of the cluster: operations go up to the primary, and come back in its order.</summary>
internal sealed class ClusterSequencer(LinkState state, SubmissionBuffer submissions) : ISequencer
{
    private ISequencedSink? _sink;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkerFrame> _histories = new(StringComparer.Ordinal);
    private Outbox? _outbox;

    public string Epoch => state.Epoch;

    public long LastSubmission => submissions.Last;

    public void Connect(ISequencedSink sink, TimeSpan retention)
    {
        state.Retention = retention;
        Volatile.Write(ref _sink, sink);
    }

    public long Submit(IOperation operation, SubmitOptions options = default) =>
        submissions.Submit(OperationCodec.Write(operation, options.Append), options.OnChanged, options.MustBeTaken || operation.MustBeTaken);

    public async ValueTask<SubmissionAnswer> SubmitAsync(IOperation operation, SubmitOptions options, CancellationToken cancellation) =>
        EventCodec.Read(await submissions.SubmitAsync(
            OperationCodec.Write(operation, options.Append),
            options.OnChanged,
            options.MustBeTaken || operation.MustBeTaken,
            cancellation).ConfigureAwait(false));

    public void After(long submission, Action action, long bytes = 0) => submissions.After(submission, action, bytes);

    public ValueTask WaitForRoomAsync() => submissions.WaitForRoomAsync();

    public void ReadMissed(SessionKey session, long after, int maxBytes) => Volatile.Read(ref _outbox)?.TrySend(new WorkerFrame
    {
        ReadMissed = new ReadMissed { Session = OperationCodec.Write(session), After = after, MaxBytes = maxBytes },
    });

    public void KeepHistory(HistoryPolicy policy)
    {
        // Not a submission: a primary of a former version cannot take it, and is to go on. So it is said again on each stream.
        var frame = new WorkerFrame { KeepHistory = OperationCodec.Write(policy) };
        lock (_lock)
        {
            _histories[policy.History] = frame;
            _outbox?.TrySend(frame);
        }
    }

    /// <summary>A stream begins: what was asked for on the last one does not come any more.</summary>
    public void Attach(Outbox outbox)
    {
        lock (_lock)
        {
            Volatile.Write(ref _outbox, outbox);
            foreach (var frame in _histories.Values)
            {
                outbox.TrySend(frame);
            }
        }
        _sink?.OnAttached();
    }

    /// <summary>Applies an event of the log.</summary>
    public void Apply(Event logged)
    {
        if (_sink is not { } sink)
        {
            // A worker without recovery beside others that have it.
            return;
        }
        // Nothing for an event of a newer worker; during a rolling update both run. What a server says to the others it has heard itself.
        if (EventCodec.Read(logged) is { } entry && !(entry.Event is SocketIO.Sequencing.ServerEvent && entry.Instance == state.Instance))
        {
            sink.OnEvent(entry, entry.Event is SessionChanged && entry.Instance == state.Instance ? submissions.Find(entry.Sequence) : null);
        }
    }

    public void Take(Missed missed) => _sink?.OnMissed(OperationCodec.Read(missed.Session), EventCodec.Read(missed));

    public void Take(Presence presence) => _sink?.OnPresence(EventCodec.Read(presence));
}
