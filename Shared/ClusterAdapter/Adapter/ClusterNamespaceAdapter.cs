using Cluster.Protos;
using ClusterAdapter.Link;
using ClusterAdapter.Requests;
using Microsoft.Extensions.Logging;
using SocketIO;
using SocketIO.Adapters;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace ClusterAdapter.Adapter;

/// <summary>
/// The adapter of one namespace in a cluster: works on this worker's sockets at once, and passes on to the other
/// workers what concerns theirs.
/// </summary>
internal sealed class ClusterNamespaceAdapter(Namespace owner, Publisher publisher, ClusterRequests requests, Receipts receipts, ILogger logger) : IAdapter
{
    private readonly LocalAdapter _local = new(owner);

    public RoomEvents Rooms => _local.Rooms;

    public int ServerCount => publisher.Peers + 1;

    public void Add(Socket socket) => _local.Add(socket);

    public void Join(Socket socket, IReadOnlyList<string> rooms) => _local.Join(socket, rooms);

    public void Leave(Socket socket, IReadOnlyList<string> rooms) => _local.Leave(socket, rooms);

    public void Remove(Socket socket) => _local.Remove(socket);

    public IReadOnlyCollection<string> RoomsOf(Socket socket) => _local.RoomsOf(socket);

    public Socket[] Select(BroadcastTarget target) => _local.Select(target);

    public void Emit(Socket socket, EncodedPacket packet, bool isVolatile) => _local.Emit(socket, packet, isVolatile);

    public Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation) => _local.EmitAsync(socket, packet, cancellation);

    public void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options)
    {
        _local.Broadcast(packet, target, options);
        if (!options.Local && publisher.HasPeers)
        {
            publisher.Send(Envelope(packet, target, options));
        }
    }

    public async Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        _local.Broadcast(packet, target, options);
        if (!options.Local && publisher.HasPeers && !await receipts.SendAsync(Envelope(packet, target, options)).WaitAsync(cancellation).ConfigureAwait(false))
        {
            throw new PublishException();
        }
    }

    public async Task<UnansweredBroadcast> BroadcastWithAckAsync(
        EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation)
    {
        var near = _local.BroadcastWithAckAsync(packet, target, options, onAnswer, cancellation);
        if (options.Local || !publisher.HasPeers)
        {
            return await near.ConfigureAwait(false);
        }
        var far = AckedBroadcasts.AskAsync(owner, requests, packet, target, options, onAnswer, cancellation);
        var both = await Task.WhenAll(near, far).ConfigureAwait(false);
        return new UnansweredBroadcast([.. both[0].Sockets, .. both[1].Sockets], both[1].Workers, both[0].TimedOut || both[1].TimedOut);
    }

    public void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local)
    {
        _local.SocketsJoin(target, rooms, local);
        if (!local)
        {
            var publish = Envelope(target);
            publish.Join = new RoomNames { Rooms = { rooms } };
            publisher.Send(publish);
        }
    }

    public void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local)
    {
        _local.SocketsLeave(target, rooms, local);
        if (!local)
        {
            var publish = Envelope(target);
            publish.Leave = new RoomNames { Rooms = { rooms } };
            publisher.Send(publish);
        }
    }

    public void DisconnectSockets(BroadcastTarget target, bool close, bool local)
    {
        _local.DisconnectSockets(target, close, local);
        if (!local)
        {
            var publish = Envelope(target);
            publish.Disconnect = new Disconnect { Close = close };
            publisher.Send(publish);
        }
    }

    public void ServerSideEmit(EncodedPacket packet)
    {
        var publish = Envelope(BroadcastTarget.Everyone);
        publish.ServerEvent = PacketCodec.ToProto(packet);
        publisher.Send(publish);
    }

    public Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation) =>
        RemoteServerEvents.AskAsync(owner, requests, packet, timeout, cancellation);

    public async Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        var own = _local.Describe(target);
        if (options.Local)
        {
            return new SocketQueryResult(own, []);
        }
        var request = new Request { Namespace = owner.Name, FetchSockets = OperationCodec.Write(target) };
        var answers = await requests.AskAsync(request, options.Timeout, _ => { }, cancellation).ConfigureAwait(false);
        var others = answers.Responses.SelectMany(response => response.Sockets?.Sockets_ ?? [])
            .Select(socket => RemoteSocketCodec.FromProto(owner, socket));
        return new SocketQueryResult([.. own, .. others], answers.Missing);
    }

    public async Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        var own = _local.Count(target);
        if (options.Local)
        {
            return new SocketCount(own, []);
        }
        var request = new Request { Namespace = owner.Name, CountSockets = OperationCodec.Write(target) };
        var answers = await requests.AskAsync(request, options.Timeout, _ => { }, cancellation).ConfigureAwait(false);
        return new SocketCount(own + answers.Responses.Sum(response => response.Count), answers.Missing);
    }

    /// <summary>Does what another worker passed on.</summary>
    public void Apply(Publish publish)
    {
        var target = OperationCodec.Read(publish.Target);
        switch (publish.OperationCase)
        {
            case Publish.OperationOneofCase.Broadcast:
                var packet = PacketCodec.FromProto(owner.Server.Parser, publish.Broadcast.Packet);
                _local.Broadcast(packet, target, new BroadcastOptions(publish.Broadcast.Volatile, Local: true));
                break;
            case Publish.OperationOneofCase.Join:
                _local.SocketsJoin(target, publish.Join.Rooms, local: true);
                break;
            case Publish.OperationOneofCase.Leave:
                _local.SocketsLeave(target, publish.Leave.Rooms, local: true);
                break;
            case Publish.OperationOneofCase.Disconnect:
                _local.DisconnectSockets(target, publish.Disconnect.Close, local: true);
                break;
            case Publish.OperationOneofCase.ServerEvent:
                owner.ServerEvents.Receive(PacketCodec.Decode(owner.Server.Parser, publish.ServerEvent));
                break;
            default:
                // An operation of a newer worker; during a rolling update both run.
                break;
        }
    }

    /// <summary>Answers a question of another worker, at once or bit by bit.</summary>
    public void Answer(Request request) => _ = AnswerAsync(request);

    private async Task AnswerAsync(Request request)
    {
        try
        {
            await AnswerKnownAsync(request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A worker with other limits, or of another version.
            Log.QuestionFailed(logger, exception, owner.Name);
            SendNothing(request);
        }
    }

    private async Task AnswerKnownAsync(Request request)
    {
        switch (request.QuestionCase)
        {
            case Request.QuestionOneofCase.FetchSockets:
                var sockets = new Sockets();
                sockets.Sockets_.AddRange(_local.Describe(OperationCodec.Read(request.FetchSockets))
                    .Select(socket => RemoteSocketCodec.ToProto(owner, socket)));
                publisher.Send(new Response { Id = request.Id, To = request.Origin, Sockets = sockets });
                break;
            case Request.QuestionOneofCase.CountSockets:
                publisher.Send(new Response { Id = request.Id, To = request.Origin, Count = _local.Count(OperationCodec.Read(request.CountSockets)) });
                break;
            case Request.QuestionOneofCase.AckedBroadcast:
                await AckedBroadcasts.AnswerAsync(owner, _local, publisher, request).ConfigureAwait(false);
                break;
            case Request.QuestionOneofCase.ServerEvent:
                await RemoteServerEvents.AnswerAsync(owner, publisher, request).ConfigureAwait(false);
                break;
            default:
                // A question of a newer worker.
                SendNothing(request);
                break;
        }
    }

    /// <summary>Nobody is to wait for this worker: it counts as missing.</summary>
    private void SendNothing(Request request) => publisher.Send(new Response { Id = request.Id, To = request.Origin });

    private Publish Envelope(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options)
    {
        var publish = Envelope(target);
        publish.Broadcast = new Broadcast { Packet = PacketCodec.ToProto(packet), Volatile = options.Volatile };
        return publish;
    }

    private Publish Envelope(BroadcastTarget target) => new() { Namespace = owner.Name, Target = OperationCodec.Write(target) };
}
