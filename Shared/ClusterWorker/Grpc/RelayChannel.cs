using System.Net.Sockets;
using Grpc.Net.Client;
using NetSocket = System.Net.Sockets.Socket;

namespace SocketIO.Cluster.Grpc;

/// <summary>Opens the gRPC channel to the primary, over a Unix domain socket or loopback.</summary>
internal static class RelayChannel
{
    private const string UnixPrefix = "unix:";

    public static GrpcChannel Open(string relay)
    {
        var handler = new SocketsHttpHandler
        {
            // A stopped peer is otherwise noticed only by the heartbeats, which is soon enough; these notice a dead line.
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            InitialHttp2StreamWindowSize = 4 * 1024 * 1024,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseProxy = false,
        };
        var address = relay;
        if (relay.StartsWith(UnixPrefix, StringComparison.Ordinal))
        {
            var endpoint = new UnixDomainSocketEndPoint(relay[UnixPrefix.Length..]);
            handler.ConnectCallback = (_, cancellation) => ConnectAsync(endpoint, cancellation);
            address = "http://localhost";
        }
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
    }

    private static async ValueTask<Stream> ConnectAsync(UnixDomainSocketEndPoint endpoint, CancellationToken cancellation)
    {
        var socket = new NetSocket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(endpoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
