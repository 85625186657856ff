using Cluster.Protos;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using SocketIO;
using SocketIO.Adapters;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace ClusterAdapter.Adapter;

/// <summary>
/// Broadcasts with acknowledgements between workers. A worker says who its receivers are and passes every answer on
/// as it comes, so that nothing that was answered is lost with it.
/// </summary>
internal static class AckedBroadcasts
{
    /// <summary>Asks the other workers, and waits for them.</summary>
    public static async Task<UnansweredBroadcast> AskAsync(
        Namespace owner,
        ClusterRequests requests,
        EncodedPacket packet,
        BroadcastTarget target,
        BroadcastOptions options,
        Action<BroadcastAck> onAnswer,
        CancellationToken cancellation)
    {
        var request = new Request
        {
            Namespace = owner.Name,
            AckedBroadcast = new AckedBroadcast
            {
                Target = OperationCodec.Write(target),
                Broadcast = new Broadcast { Packet = PacketCodec.ToProto(packet), Volatile = options.Volatile },
                TimeoutMs = (long)Math.Ceiling((options.Timeout ?? TimeSpan.Zero).TotalMilliseconds),
            },
        };
        var receivers = new HashSet<string>(StringComparer.Ordinal);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        var timedOutThere = false;
        var answers = await requests.AskAsync(request, options.Timeout, Take, cancellation).ConfigureAwait(false);
        receivers.ExceptWith(answered);
        return new UnansweredBroadcast([.. receivers], answers.Missing, answers.TimedOut || timedOutThere);

        void Take(Response response)
        {
            if (response.BroadcastAcks is not { } acks)
            {
                return;
            }
            // An answer may be quicker than the list of those who are asked.
            receivers.UnionWith(acks.Receivers);
            // Its time may be up a moment before ours.
            timedOutThere |= acks.TimedOut;
            foreach (var ack in acks.Acks)
            {
                if (answered.Add(ack.Socket))
                {
                    onAnswer(new BroadcastAck(ack.Socket, PacketCodec.Decode(owner.Server.Parser, ack.Packet).Arguments));
                }
            }
        }
    }

    /// <summary>Sends another worker's broadcast to the sockets of this one, and passes on what they answer.</summary>
    public static async Task AnswerAsync(Namespace owner, LocalAdapter local, Publisher publisher, Request request)
    {
        var asked = request.AckedBroadcast;
        var packet = PacketCodec.FromProto(owner.Server.Parser, asked.Broadcast.Packet);
        var options = new BroadcastOptions(asked.Broadcast.Volatile, Local: true, TimeSpan.FromMilliseconds(asked.TimeoutMs));
        using var pending = local.StartBroadcast(packet, OperationCodec.Read(asked.Target), options, PassOn);
        var some = pending.Receivers.Count > 0;
        Send(new BroadcastAcks { Receivers = { pending.Receivers } }, more: some);
        if (some)
        {
            var inTime = await pending.WaitAsync(options.Timeout, CancellationToken.None).ConfigureAwait(false);
            pending.End();
            Send(new BroadcastAcks { TimedOut = !inTime }, more: false);
        }

        void PassOn(BroadcastAck answer)
        {
            var ack = owner.Server.Parser.Encode(new OutgoingPacket(PacketType.Ack, owner.Name, null, answer.Arguments.ToRaw().Items, AckId: 0));
            Send(new BroadcastAcks { Acks = { new SocketAck { Socket = answer.SocketId, Packet = PacketCodec.ToProto(ack) } } }, more: true);
        }

        void Send(BroadcastAcks acks, bool more) =>
            publisher.Send(new Response { Id = request.Id, To = request.Origin, BroadcastAcks = acks, More = more });
    }
}
