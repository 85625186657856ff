using Cluster.Protos;
using Grpc.Core;

namespace ClusterAdapter.Link;

/// <summary>The way to what keeps the log: a primary in another process, or the same within this one.</summary>
internal interface IRelay : IDisposable
{
    /// <summary>Opens a stream.</summary>
    AsyncDuplexStreamingCall<WorkerBatch, PrimaryBatch> Attach(CancellationToken cancellation);
}
