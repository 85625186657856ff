using System.Threading.Channels;
using Cluster.Protos;
using ClusterAdapter.Link;

namespace SingleProcess;

/// <summary>A stream whose messages are handed over.</summary>
internal sealed class InProcessRelayStream(ChannelWriter<WorkerBatch> up, ChannelReader<PrimaryBatch> down) : IRelayStream
{
    public async ValueTask WriteAsync(WorkerBatch batch, CancellationToken cancellation)
    {
        try
        {
            await up.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException exception)
        {
            throw exception.InnerException as RelayLostException ?? new RelayLostException("the relay has ended", isFinal: false, exception);
        }
    }

    public async ValueTask<PrimaryBatch?> ReadAsync(CancellationToken cancellation) =>
        await down.WaitToReadAsync(cancellation).ConfigureAwait(false) ? await down.ReadAsync(cancellation).ConfigureAwait(false) : null;

    public void Dispose() => up.TryComplete();
}
