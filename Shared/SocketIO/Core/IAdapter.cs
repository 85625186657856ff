using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Adapters;

/// <summary>
/// The rooms of one namespace and the way to their members, on this worker and on the others. All members may be
/// called from any thread.
/// </summary>
public interface IAdapter
{
    /// <summary>What happens to the rooms on this worker.</summary>
    RoomEvents Rooms { get; }

    /// <summary>How many workers there are, this one included.</summary>
    int ServerCount { get; }

    /// <summary>Takes in a socket of this worker, and puts it into the room of its own.</summary>
    void Add(Socket socket);

    /// <summary>Puts a socket of this worker into rooms; one that is gone stays so.</summary>
    void Join(Socket socket, IReadOnlyList<string> rooms);

    /// <summary>Takes a socket of this worker out of rooms.</summary>
    void Leave(Socket socket, IReadOnlyList<string> rooms);

    /// <summary>Takes a socket of this worker out of all its rooms; it is gone.</summary>
    void Remove(Socket socket);

    /// <summary>The rooms that a socket of this worker is in.</summary>
    IReadOnlyCollection<string> RoomsOf(Socket socket);

    /// <summary>The sockets of this worker that are meant, as they are now.</summary>
    Socket[] Select(BroadcastTarget target);

    /// <summary>Sends a packet to one socket of this worker.</summary>
    void Emit(Socket socket, EncodedPacket packet, bool isVolatile);

    /// <summary>Sends a packet to one socket of this worker; completes when it cannot get lost on this side any more.</summary>
    Task EmitAsync(Socket socket, EncodedPacket packet, CancellationToken cancellation);

    /// <summary>Sends a packet to everybody meant.</summary>
    void Broadcast(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options);

    /// <summary>
    /// Sends a packet to everybody meant; completes when it is on its way to all workers.
    /// </summary>
    /// <exception cref="PublishException">Only this worker's sockets got it.</exception>
    Task BroadcastAsync(EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation);

    /// <summary>
    /// Sends a packet that everybody meant is to acknowledge. It never waits for a worker or a socket that is gone.
    /// </summary>
    /// <param name="packet">The packet; its slot is the acknowledgement id.</param>
    /// <param name="target">Who is meant.</param>
    /// <param name="options">How it is sent; the time-out is a must.</param>
    /// <param name="onAnswer">Called for every answer as it comes, maybe on several threads at once, and not after the end.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Who has not answered.</returns>
    Task<UnansweredBroadcast> BroadcastWithAckAsync(
        EncodedPacket packet, BroadcastTarget target, BroadcastOptions options, Action<BroadcastAck> onAnswer, CancellationToken cancellation);

    /// <summary>Makes sockets enter rooms.</summary>
    void SocketsJoin(BroadcastTarget target, IReadOnlyList<string> rooms, bool local);

    /// <summary>Makes sockets leave rooms.</summary>
    void SocketsLeave(BroadcastTarget target, IReadOnlyList<string> rooms, bool local);

    /// <summary>Makes sockets leave the namespace.</summary>
    void DisconnectSockets(BroadcastTarget target, bool close, bool local);

    /// <summary>Sends an event to the other workers themselves.</summary>
    void ServerSideEmit(EncodedPacket packet);

    /// <summary>Asks the other workers themselves. It never waits for a worker that is gone.</summary>
    Task<ServerAckResult> ServerSideEmitWithAckAsync(EncodedPacket packet, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Describes sockets. It never waits for a worker that is gone.</summary>
    Task<SocketQueryResult> FetchSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation);

    /// <summary>Counts sockets. It never waits for a worker that is gone.</summary>
    Task<SocketCount> CountSocketsAsync(BroadcastTarget target, BroadcastOptions options, CancellationToken cancellation);
}

/// <summary>Makes the adapter of each namespace.</summary>
public interface IAdapterFactory
{
    /// <summary>Makes the adapter of a new namespace.</summary>
    IAdapter Create(Namespace @namespace);

    /// <summary>Forgets a namespace that is closed; one of the same name may come later.</summary>
    void Release(Namespace @namespace)
    {
    }
}
