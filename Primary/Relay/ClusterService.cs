using System.Security.Cryptography;
using System.Text;
using Cluster.Protos;
using Cluster.Relay;
using Grpc.Core;
using Primary.Hosting;

namespace Primary.Relay;

/// <summary>The gRPC service: one call for each attached worker.</summary>
internal sealed class ClusterService(WorkerLinks links, RelayEndpoint endpoint) : Cluster.Protos.Cluster.ClusterBase
{
    public override async Task Attach(IAsyncStreamReader<WorkerBatch> requestStream, IServerStreamWriter<PrimaryBatch> responseStream, ServerCallContext context)
    {
        CheckToken(context);
        try
        {
            await links.RunAsync(requestStream.ReadAllAsync(CancellationToken.None), responseStream.WriteAsync, context.CancellationToken).ConfigureAwait(false);
        }
        catch (LinkException exception)
        {
            throw new RpcException(new Status(ToStatus(exception.Fault), exception.Message));
        }
    }

    private void CheckToken(ServerCallContext context)
    {
        var shown = context.RequestHeaders.GetValue("x-cluster-token") ?? "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(endpoint.Token)))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "the token is wrong"));
        }
    }

    private static StatusCode ToStatus(LinkFault fault) => fault switch
    {
        LinkFault.Protocol => StatusCode.InvalidArgument,
        LinkFault.Refused => StatusCode.PermissionDenied,
        LinkFault.LogTooShort => StatusCode.DataLoss,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
