using System.Threading.Channels;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace SingleProcess;

/// <summary>A stream whose messages are handed over.</summary>
internal sealed class InProcessRelayStream(ChannelWriter<WorkerBatch> up, ChannelReader<PrimaryBatch> down) : IRelayStream
{
    public ValueTask WriteAsync(WorkerBatch batch, CancellationToken cancellation) => up.WriteAsync(batch, cancellation);

    public async ValueTask<PrimaryBatch?> ReadAsync(CancellationToken cancellation) =>
        await down.WaitToReadAsync(cancellation).ConfigureAwait(false) ? await down.ReadAsync(cancellation).ConfigureAwait(false) : null;

    public void Dispose() => up.TryComplete();
}
