using Cluster.Protos;
using Grpc.Core;
using Grpc.Net.Client;

namespace ClusterAdapter.Link;

/// <summary>The primary, by gRPC.</summary>
internal sealed class GrpcRelay(ClusterOptions options) : IRelay
{
    private readonly GrpcChannel _channel = RelayChannel.Open(options.Relay);

    public AsyncDuplexStreamingCall<WorkerBatch, PrimaryBatch> Attach(CancellationToken cancellation)
    {
        var headers = new Metadata();
        if (options.Token.Length > 0)
        {
            headers.Add("x-cluster-token", options.Token);
        }
        return new Cluster.Protos.Cluster.ClusterClient(_channel).Attach(headers, cancellationToken: cancellation);
    }

    public void Dispose() => _channel.Dispose();
}
