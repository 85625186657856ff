using Cluster.Protos;

namespace ClusterAdapter.Link;

/// <summary>One stream to what keeps the log. One at a time writes, and one at a time reads.</summary>
internal interface IRelayStream : IDisposable
{
    /// <summary>Sends a batch; completes when there is room for the next one.</summary>
    /// <exception cref="RelayLostException">The stream is over.</exception>
    ValueTask WriteAsync(WorkerBatch batch, CancellationToken cancellation);

    /// <summary>The next batch; <see langword="null"/> when the other side has ended the stream in good order.</summary>
    /// <exception cref="RelayLostException">The stream could not be opened, or is lost.</exception>
    ValueTask<PrimaryBatch?> ReadAsync(CancellationToken cancellation);
}
