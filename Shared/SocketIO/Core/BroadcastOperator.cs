using SocketIO.Adapters;
using SocketIO.Core;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO;

/// <summary>A set of sockets, on all workers, and how to send to them; immutable.</summary>
public sealed class BroadcastOperator : IEventEmitter, IAckEmitter<BroadcastAckResult>
{
    private readonly Namespace _namespace;
    private readonly BroadcastTarget _target;
    private readonly BroadcastOptions _options;
    private readonly bool _compress;

    internal BroadcastOperator(Namespace owner, BroadcastTarget target, BroadcastOptions options, bool compress = true)
    {
        _namespace = owner;
        _target = target;
        _options = options;
        _compress = compress;
    }

    /// <summary>This worker's sockets only.</summary>
    public BroadcastOperator Local => With(_options with { Local = true });

    /// <summary>Events that are dropped for a client that cannot take them at once.</summary>
    public BroadcastOperator Volatile => With(_options with { Volatile = true });

    /// <summary>
    /// Sets whether events may be compressed, for the clients with which that is agreed on. Default: yes. What mixes a
    /// secret with the input of others is better sent without: its compressed size tells about the secret.
    /// </summary>
    public BroadcastOperator Compress(bool compress) => new(_namespace, _target, _options, compress);

    /// <summary>Sets how long answers are awaited.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive, or more than 24 days.</exception>
    public BroadcastOperator Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeout, TimeSpan.FromDays(24));
        return With(_options with { Timeout = timeout });
    }

    /// <summary>Adds rooms: a socket in any of them is meant, and gets an event once.</summary>
    public BroadcastOperator To(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        return With(_target with { Rooms = [.. _target.Rooms, .. rooms] });
    }

    /// <inheritdoc cref="To"/>
    public BroadcastOperator In(params string[] rooms) => To(rooms);

    /// <summary>Leaves out the sockets that are in any of the rooms.</summary>
    public BroadcastOperator Except(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        return With(_target with { Except = [.. _target.Except, .. rooms] });
    }

    /// <summary>Adds a room of the library's own.</summary>
    internal BroadcastOperator ToOwn(string room) => With(_target with { Rooms = [.. _target.Rooms, room] });

    /// <summary>Adds users: all their sockets are meant, beside those in the rooms, and each gets an event once.</summary>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public BroadcastOperator User(params string[] users) => With(_target with { Rooms = [.. _target.Rooms, .. UserRooms.NamesOf(users)] });

    /// <summary>Leaves out the sockets of users.</summary>
    /// <exception cref="ArgumentException">An id is empty.</exception>
    public BroadcastOperator ExceptUser(params string[] users) => With(_target with { Except = [.. _target.Except, .. UserRooms.NamesOf(users)] });

    /// <summary>Sends an event.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void Emit(string eventName, ArgumentList arguments)
    {
        arguments.Cancellation.ThrowIfCancellationRequested();
        _namespace.Adapter.Broadcast(Encode(eventName, arguments), _target, _options);
    }

    /// <summary>
    /// Sends an event, and completes when it cannot get lost on this side any more. With connection state recovery that is
    /// when it is in the log. Without, this worker's sockets get it at once, and it completes when the primary has it and
    /// passes it on to the other workers. The arguments' token gives up waiting; the event may be sent all the same.
    /// </summary>
    /// <exception cref="PublishException">The other workers do not get it: the primary is away, or does not take what is sent to it.</exception>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public Task EmitAsync(string eventName, ArgumentList arguments) =>
        arguments.Cancellation.IsCancellationRequested
            ? Task.FromCanceled(arguments.Cancellation)
            : _namespace.Adapter.BroadcastAsync(Encode(eventName, arguments), _target, _options, arguments.Cancellation);

    /// <summary>
    /// Sends an event and gathers the acknowledgements of all receivers, on all workers. It completes when every
    /// receiver has answered, has gone, or is on a worker that has gone; at the latest after the <see cref="Timeout"/>,
    /// which is a must. Who has not answered is no error: the result says so. The arguments' token ends the waiting.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no time-out.</exception>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public Task<BroadcastAckResult> EmitWithAckAsync(string eventName, ArgumentList arguments)
    {
        ThrowIfEndless();
        if (arguments.Cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<BroadcastAckResult>(arguments.Cancellation);
        }
        var packet = _namespace.Encode(eventName, arguments, EventKind.Acknowledged, _compress);
        return BroadcastAnswers.GatherAsync(_namespace.Adapter, packet, _target, _options, arguments.Cancellation);
    }

    /// <summary>
    /// Sends an event at once, and gives the acknowledgements as they come, until the same end as that of
    /// <see cref="EmitWithAckAsync"/>. To be enumerated once.
    /// </summary>
    /// <inheritdoc cref="EmitWithAckAsync"/>
    public IAsyncEnumerable<BroadcastAck> EmitWithAckStream(string eventName, ArgumentList arguments)
    {
        ThrowIfEndless();
        arguments.Cancellation.ThrowIfCancellationRequested();
        var packet = _namespace.Encode(eventName, arguments, EventKind.Acknowledged, _compress);
        return BroadcastAnswers.Stream(_namespace.Adapter, packet, _target, _options, arguments.Cancellation);
    }

    /// <summary>Makes the sockets enter rooms.</summary>
    public void SocketsJoin(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        _namespace.Adapter.SocketsJoin(_target, rooms, _options.Local);
    }

    /// <summary>Makes the sockets leave rooms.</summary>
    public void SocketsLeave(params string[] rooms)
    {
        OwnNames.Refuse(rooms);
        _namespace.Adapter.SocketsLeave(_target, rooms, _options.Local);
    }

    /// <summary>Makes the sockets leave the namespace.</summary>
    /// <param name="close">Whether to close their connections too.</param>
    public void DisconnectSockets(bool close = false) => _namespace.Adapter.DisconnectSockets(_target, close, _options.Local);

    /// <summary>Describes the sockets, wherever they are. A worker that is only slow has 5 s, or the <see cref="Timeout"/>.</summary>
    public Task<SocketQueryResult> FetchSocketsAsync(CancellationToken cancellation = default) =>
        _namespace.Adapter.FetchSocketsAsync(_target, _options, cancellation);

    /// <summary>Counts the sockets, wherever they are. A worker that is only slow has 5 s, or the <see cref="Timeout"/>.</summary>
    public Task<SocketCount> CountAsync(CancellationToken cancellation = default) =>
        _namespace.Adapter.CountSocketsAsync(_target, _options, cancellation);

    private EncodedPacket Encode(string eventName, ArgumentList arguments) =>
        _namespace.Encode(eventName, arguments, _options is { Volatile: false, Local: false } ? EventKind.Sequenced : EventKind.Transient, _compress);

    private void ThrowIfEndless()
    {
        if (_options.Timeout is null)
        {
            throw new InvalidOperationException("a broadcast with acknowledgements needs a time-out: call Timeout() before it");
        }
    }

    private BroadcastOperator With(BroadcastTarget target) => new(_namespace, target, _options, _compress);

    private BroadcastOperator With(BroadcastOptions options) => new(_namespace, _target, options, _compress);
}
