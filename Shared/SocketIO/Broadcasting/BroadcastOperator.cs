using SocketIO.Namespaces;
using SocketIO.Packets;

namespace SocketIO.Broadcasting;

/// <summary>A set of sockets, on all workers, and how to send to them; immutable.</summary>
public sealed class BroadcastOperator
{
    private readonly Namespace _namespace;
    private readonly BroadcastTarget _target;
    private readonly bool _volatile;
    private readonly bool _local;

    internal BroadcastOperator(Namespace owner, BroadcastTarget target, bool isVolatile, bool isLocal)
    {
        _namespace = owner;
        _target = target;
        _volatile = isVolatile;
        _local = isLocal;
    }

    /// <summary>This worker's sockets only.</summary>
    public BroadcastOperator Local => new(_namespace, _target, _volatile, isLocal: true);

    /// <summary>Events that are dropped for a client that cannot take them at once.</summary>
    public BroadcastOperator Volatile => new(_namespace, _target, isVolatile: true, _local);

    /// <summary>Adds rooms: a socket in any of them is meant, and gets an event once.</summary>
    public BroadcastOperator To(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        return With(_target with { Rooms = [.. _target.Rooms, .. rooms] });
    }

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>Leaves out the sockets that are in any of the rooms.</summary>
    public BroadcastOperator Except(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        return With(_target with { Except = [.. _target.Except, .. rooms] });
    }

    /// <summary>Sends an event.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void Emit(string eventName, params object?[] arguments)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(arguments);
        var packet = _namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, _namespace.Name, eventName, arguments));
        _namespace.Adapter.Broadcast(packet, _target, new BroadcastOptions(_volatile, _local));
    }

    /// <summary>Makes the sockets enter rooms.</summary>
    public void SocketsJoin(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        _namespace.Adapter.SocketsJoin(_target, rooms, _local);
    }

    /// <summary>Makes the sockets leave rooms.</summary>
    public void SocketsLeave(params string[] rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        _namespace.Adapter.SocketsLeave(_target, rooms, _local);
    }

    /// <summary>Makes the sockets leave the namespace.</summary>
    /// <param name="close">Whether to close their connections too.</param>
    public void DisconnectSockets(bool close = false) => _namespace.Adapter.DisconnectSockets(_target, close, _local);

    /// <summary>Describes the sockets, wherever they are.</summary>
    public Task<SocketQueryResult> FetchSocketsAsync(CancellationToken cancellation = default) =>
        _namespace.Adapter.FetchSocketsAsync(_target, _local, cancellation);

    private BroadcastOperator With(BroadcastTarget target) => new(_namespace, target, _volatile, _local);
}
