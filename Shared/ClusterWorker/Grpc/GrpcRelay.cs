using ClusterAdapter.Link;
using Grpc.Core;
using Grpc.Net.Client;

namespace SocketIO.Cluster.Grpc;

/// <summary>The primary, by gRPC.</summary>
internal sealed class GrpcRelay(ClusterOptions options) : IRelay
{
    private readonly GrpcChannel _channel = RelayChannel.Open(options.Relay);

    public IRelayStream Attach(CancellationToken cancellation)
    {
        var headers = new Metadata();
        if (options.Token.Length > 0)
        {
            headers.Add("x-cluster-token", options.Token);
        }
        var client = new global::Cluster.Protos.Cluster.ClusterClient(_channel);
        return new GrpcRelayStream(client.Attach(headers, cancellationToken: cancellation));
    }

    public void Dispose() => _channel.Dispose();
}
