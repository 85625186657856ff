using Cluster.Protos;
using ClusterAdapter.Link;
using Grpc.Core;

namespace SocketIO.Cluster.Grpc;

/// <summary>A stream to the primary as one call of gRPC.</summary>
internal sealed class GrpcRelayStream(AsyncDuplexStreamingCall<WorkerBatch, PrimaryBatch> call) : IRelayStream
{
    public async ValueTask WriteAsync(WorkerBatch batch, CancellationToken cancellation)
    {
        try
        {
            await call.RequestStream.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            throw Lost(exception);
        }
    }

    public async ValueTask<PrimaryBatch?> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false) ? call.ResponseStream.Current : null;
        }
        catch (RpcException exception)
        {
            throw Lost(exception);
        }
    }

    public void Dispose() => call.Dispose();

    private static RelayLostException Lost(RpcException exception) => new(
        exception.Status.Detail is { Length: > 0 } detail ? detail : exception.StatusCode.ToString(),
        isFinal: exception.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.DataLoss,
        exception);
}
