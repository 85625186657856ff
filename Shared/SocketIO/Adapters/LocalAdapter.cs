using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.Adapters;

/// <summary>The adapter of a server that stands alone, and the local part of a cluster's.</summary>
public sealed class LocalAdapter : IAdapter
{
    private readonly Namespace _owner;
    private readonly RoomIndex<Socket> _index;

    /// <summary>Makes the adapter of a namespace.</summary>
    public LocalAdapter(Namespace owner)
    {
        _owner = owner;
        Rooms = new RoomEvents(owner);
        _index = new RoomIndex<Socket>(() => Rooms.HasListeners, (change, room, socket) => Rooms.Raise(change, room, socket.Id));
    }

    /// <inheritdoc/>
    public RoomEvents Rooms { get; }

    /// <inheritdoc/>
    public int ServerCount => 1;

    /// <inheritdoc/>
    public void Add(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _index.Add(socket);
        _index.Join(socket, [socket.Id]);
    }

    /// <inheritdoc/>
    public void Join(Socket socket, IReadOnlyList<string> rooms) => _index.Join(socket, rooms);

    /// <inheritdoc/>
    public void Leave(Socket socket, IReadOnlyList<string> rooms) => _index.Leave(socket, rooms);

    /// <inheritdoc/>
    public void Remove(Socket socket) => _index.Remove(socket);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> RoomsOf(Socket socket) => _index.RoomsOf(socket);

    /// <inheritdoc/>
    public Socket[] Select(BroadcastTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _index.Select(target.Rooms, target.Except);
    }

    /// <inheritdoc/>
    public void Emit(Socket socket, EncodedPacket packet, bool isVolatile)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Outbox.Send(packet, isVolatile);
    }

    /// <inheritdoc/>
    public Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation)
    {
        Emit(socket, packet, isVolatile: false);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(target);
        foreach (var socket in Select(target))
        {
            socket.Send(packet, options.Volatile);
        }
    }

    /// <inheritdoc/>
    public Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation)
    {
        Broadcast(packet, target, options);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<UnansweredBroadcast> BroadcastWithAckAsync(
        EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation)
    {
        using var pending = StartBroadcast(packet, target, options, onAnswer);
        var inTime = await pending.WaitAsync(options.Timeout, cancellation).ConfigureAwait(false);
        return new UnansweredBroadcast(pending.End(), [], !inTime);
    }

    /// <summary>Sends a packet that is to be acknowledged to the sockets of this worker.</summary>
    /// <param name="packet">The packet; its slot is the acknowledgement id.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="options">How it is sent.</param>
    /// <param name="onAnswer">Called for every answer, one at a time.</param>
    public PendingBroadcast StartBroadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(onAnswer);
        var sockets = Select(target);
        var pending = _owner.PendingBroadcasts.Add(sockets, onAnswer);
        if (sockets.Length > 0)
        {
            var filled = _owner.Server.Parser.Fill(packet, pending.Id);
            foreach (var socket in sockets)
            {
                socket.Send(filled, options.Volatile);
            }
        }
        return pending;
    }

    /// <inheritdoc/>
    public void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var socket in Select(target))
        {
            try
            {
                socket.Join([.. rooms]);
            }
            catch (ArgumentException)
            {
                // With recovery it is in too many rooms, which is left out here as it is in the whole cluster.
            }
        }
    }

    /// <inheritdoc/>
    public void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var socket in Select(target))
        {
            socket.Leave([.. rooms]);
        }
    }

    /// <inheritdoc/>
    public void DisconnectSockets(BroadcastTarget target, bool close, bool local)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var socket in Select(target))
        {
            socket.Disconnect(close);
        }
    }

    /// <inheritdoc/>
    public Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
        Task.FromResult(new SocketQueryResult(Describe(target), []));

    /// <inheritdoc/>
    public Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation) =>
        Task.FromResult(new SocketCount(Count(target), []));

    /// <summary>Does nothing: there is no other worker.</summary>
    public void ServerSideEmit(EncodedPacket packet)
    {
    }

    /// <summary>Completes at once: there is no other worker.</summary>
    public Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation) =>
        Task.FromResult(new ServerAckResult([], []));

    /// <summary>Describes the sockets of this worker.</summary>
    public IReadOnlyList<RemoteSocket> Describe(BroadcastTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return [.. Select(target).Select(socket => SocketSnapshot.Of(socket, _index.RoomsOf(socket)))];
    }

    /// <summary>Counts the sockets of this worker.</summary>
    public int Count(BroadcastTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Select(target).Length;
    }

}

/// <summary>Makes the adapters of a server that stands alone.</summary>
internal sealed class LocalAdapterFactory : IAdapterFactory
{
    /// <inheritdoc/>
    public IAdapter Create(Namespace @namespace) => new LocalAdapter(@namespace);
}
