using Cluster.Protos;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using SocketIO;
using SocketIO.Parsers;

namespace ClusterAdapter.Adapter;

/// <summary>Questions between the workers themselves.</summary>
internal static class RemoteServerEvents
{
    public static async Task<ServerAckResult> AskAsync(
        Namespace owner, ClusterRequests requests, EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation)
    {
        var request = new Request { Namespace = owner.Name, ServerEvent = PacketCodec.ToProto(packet) };
        var answers = await requests.AskAsync(request, timeout, _ => { }, cancellation).ConfigureAwait(false);
        var silent = answers.Responses.Where(response => response.ServerAck is null).Select(response => response.From);
        return new ServerAckResult(
            [.. answers.Responses.Where(response => response.ServerAck is not null).Select(response => Read(owner, response))],
            [.. answers.Missing, .. silent]);
    }

    public static async Task AnswerAsync(Namespace owner, Publisher publisher, Request request)
    {
        var answer = await owner.ServerEvents.AskAsync(PacketCodec.Decode(owner.Server.Parser, request.ServerEvent)).ConfigureAwait(false);
        publisher.Send(new Response { Id = request.Id, To = request.Origin, ServerAck = answer is null ? null : PacketCodec.ToProto(answer) });
    }

    private static ServerAck Read(Namespace owner, Response response) =>
        new(response.From, PacketCodec.Decode(owner.Server.Parser, response.ServerAck).Arguments);
}
