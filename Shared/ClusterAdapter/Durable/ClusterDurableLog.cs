using Cluster.Protos;
using ClusterAdapter.Adapter;
using ClusterAdapter.Link;
using EventLog;
using Google.Protobuf;
using SocketIO.History;
using SocketIO.Packets;

namespace ClusterAdapter.Durable;

/// <summary>The durable log of the cluster: appends go up to the primary, events come down in order, pages are read from its file.</summary>
internal sealed class ClusterDurableLog(LinkState state, SubmissionBuffer submissions, Marks marks) : IDurableLog, IDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private IDurableSink? _sink;
    private HistoryReader? _reader;
    private long _position;

    public string Epoch => state.Epoch;

    public Task Ready => _ready.Task;

    public void Connect(IDurableSink sink)
    {
        lock (_lock)
        {
            _sink = sink;
            sink.Start(_position);
        }
    }

    public async ValueTask<AppendResult> AppendAsync(string @namespace, string key, string content, EncodedPacket packet, CancellationToken cancellation)
    {
        var emit = new Emit
        {
            Namespace = @namespace,
            Packet = PacketCodec.ToProto(packet).ToByteString(),
            Append = new Append { Key = key, Content = content },
            AllWorkers = true,
        };
        var answer = await submissions.SubmitAsync(new Submit { Emit = emit }, null, cancellation).ConfigureAwait(false);
        return new AppendResult(ToStatus(answer.Status), answer.DurableId);
    }

    public Task SynchronizeAsync(CancellationToken cancellation) => marks.ReachAsync(cancellation);

    public IReadOnlyList<HistoryEntry> ReadPage(long after, long upTo, int maxRows, int maxBytes)
    {
        var rows = Reader().ReadPage(after, upTo, maxRows, maxBytes);
        var entries = new HistoryEntry[rows.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new HistoryEntry(rows[i].Id, rows[i].Content);
        }
        return entries;
    }

    /// <summary>The first stream to the primary: events up to here were before this worker's time.</summary>
    public void Start(long durableId)
    {
        lock (_lock)
        {
            _position = durableId;
            _sink?.Start(durableId);
        }
        _ready.TrySetResult();
    }

    /// <summary>Delivers an event that is new to this worker; without a packet when its namespace is not there.</summary>
    public void Deliver(Event logged, EncodedPacket? packet)
    {
        IDurableSink? sink;
        lock (_lock)
        {
            _position = logged.DurableId;
            sink = _sink;
        }
        if (packet is not null)
        {
            sink?.Deliver(logged.DurableId, packet);
        }
    }

    public void Dispose() => _reader?.Dispose();

    private HistoryReader Reader()
    {
        lock (_lock)
        {
            return _reader ??= HistoryReader.Open(state.Database);
        }
    }

    private static AppendStatus ToStatus(SubmitAnswer.Types.Status status) => status switch
    {
        SubmitAnswer.Types.Status.Sequenced => AppendStatus.Stored,
        SubmitAnswer.Types.Status.Duplicate => AppendStatus.Duplicate,
        SubmitAnswer.Types.Status.KeyConflict => AppendStatus.KeyConflict,
        _ => throw new InvalidOperationException($"an append is not answered with {status}"),
    };
}
