using Cluster.Protos;
using ClusterAdapter.Adapter;
using ClusterAdapter.Link;
using SocketIO.History;
using SocketIO.Recovery;

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

    public long Submit(SequencedOperation operation) =>
        submissions.Submit(OperationCodec.ToProto(operation), operation, isBounded: !operation.MustBeTaken);

    public async ValueTask<SequencedAnswer> SubmitAsync(SequencedOperation operation, CancellationToken cancellation) =>
        EventReader.ToAnswer(await submissions.SubmitAsync(OperationCodec.ToProto(operation), operation, cancellation).ConfigureAwait(false));

    public void After(long submission, Action action, long bytes = 0) => submissions.After(submission, action, bytes);

    public ValueTask WaitForRoomAsync() => submissions.WaitForRoomAsync();

    public void ReadMissed(string sid, long generation, long after, int maxBytes) => Volatile.Read(ref _outbox)?.TrySend(new WorkerFrame
    {
        ReadMissed = new ReadMissed { Session = new SessionKey { Sid = sid, Generation = generation }, After = after, MaxBytes = maxBytes },
    });

    public void KeepHistory(HistoryOptions options)
    {
        // Not a submission: a primary of a former version cannot take it, and is to go on. So it is said again on each stream.
        var frame = new WorkerFrame { KeepHistory = OperationCodec.ToProto(options) };
        lock (_lock)
        {
            _histories[options.Name] = frame;
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
        switch (logged.BodyCase)
        {
            case Event.BodyOneofCase.Emit:
                sink.OnEmit(EventReader.ToEmit(sink, logged));
                break;
            case Event.BodyOneofCase.Session:
                var own = logged.Instance == state.Instance ? submissions.Find(logged.Sequence) : null;
                sink.OnSession(EventReader.ToChange(logged), own);
                break;
            case Event.BodyOneofCase.TargetChanged:
                sink.OnTargetChange(EventReader.ToChange(logged.Number, logged.TargetChanged));
                break;
            case Event.BodyOneofCase.ServerEvent:
                if (logged.Instance != state.Instance)
                {
                    sink.OnServerEvent(logged.ServerEvent.Namespace, PacketCodec.FromBytes(sink, logged.ServerEvent.Packet));
                }
                break;
            default:
                // An event of a newer worker; during a rolling update both run.
                break;
        }
    }

    public void Take(Missed missed)
    {
        if (_sink is { } sink)
        {
            sink.OnMissed(EventReader.ToPage(sink, missed));
        }
    }

    public void Take(Presence presence) => _sink?.OnPresence(EventReader.ToSnapshot(presence));
}
