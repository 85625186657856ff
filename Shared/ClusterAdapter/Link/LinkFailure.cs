using Grpc.Core;

namespace ClusterAdapter.Link;

/// <summary>Reads why a stream did not begin or go on.</summary>
internal static class LinkFailure
{
    /// <summary>Whether it is of no use to try again.</summary>
    public static bool IsFinal(Exception exception) =>
        exception is RpcException { StatusCode: StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.DataLoss };

    /// <summary>The reason in words; what the primary said, if it said something.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        RpcException { Status: { Detail.Length: > 0 } status } => status.Detail,
        RpcException rpc => rpc.StatusCode.ToString(),
        _ => exception.Message,
    };
}
