using System.Collections.Concurrent;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Parsers;

namespace SocketIO;

/// <summary>
/// Events between the workers of a cluster, within one namespace. A server that stands alone reaches nobody by them. The
/// handlers of a worker begin in the order of the events, away from the thread that serves the cluster; they do not wait
/// for each other's end, so that a handler may ask other workers itself.
/// </summary>
public sealed class ServerEventHub : IServerEventEmitter
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal) { "connect", "connection", "new_namespace" };

    private readonly ConcurrentDictionary<string, Func<ServerEventContext, ValueTask>[]> _handlers = new(StringComparer.Ordinal);
    private readonly Namespace _owner;
    private readonly Lock _lock = new();
    private Task _last = Task.CompletedTask;

    internal ServerEventHub(Namespace owner) => _owner = owner;

    /// <summary>Adds a handler for an event of other workers. An exception in it is logged.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty.</exception>
    public void On(string eventName, Func<ServerEventContext, ValueTask> handler)
    {
        ThrowIfReserved(eventName);
        ArgumentNullException.ThrowIfNull(handler);
        _owner.NoteConfigured();
        _handlers.AddOrUpdate(eventName, _ => [handler], (_, present) => [.. present, handler]);
    }

    /// <summary>Removes every handler of an event.</summary>
    public void Off(string eventName) => _handlers.TryRemove(eventName, out _);

    /// <summary>Sends an event to every other worker; at most once, and in the order of this worker's broadcasts.</summary>
    /// <exception cref="ArgumentException">The name is reserved or empty, or there are more binary values than a packet may have.</exception>
    public void ServerSideEmit(string eventName, ArgumentList arguments) => _owner.Adapter.ServerSideEmit(Encode(eventName, arguments));

    /// <summary>Asks every other worker; those that do not answer within 5 s are missing in the result.</summary>
    /// <inheritdoc cref="ServerSideEmit"/>
    public Task<ServerAckResult> ServerSideEmitWithAckAsync(string eventName, ArgumentList arguments) =>
        ServerSideEmitWithAckAsync(DefaultTimeout, eventName, arguments);

    /// <summary>
    /// Asks every other worker. It completes when each has answered, has gone, or has no handler that acknowledges the
    /// event; at the latest after the time-out. Who has not answered is no error: the result says so.
    /// </summary>
    /// <inheritdoc cref="ServerSideEmit"/>
    public Task<ServerAckResult> ServerSideEmitWithAckAsync(TimeSpan timeout, string eventName, ArgumentList arguments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return _owner.Adapter.ServerSideEmitWithAckAsync(Encode(eventName, arguments), timeout, arguments.Cancellation);
    }

    /// <summary>For adapters: an event of another worker.</summary>
    public void Receive(Packet packet) => Begin(packet, expectsAck: false);

    /// <summary>Reads a packet that another worker has encoded for this one, and not for a client.</summary>
    /// <exception cref="InvalidOperationException">It is no complete packet.</exception>
    public static Packet Decode(IPacketParser parser, EncodedPacket packet)
    {
        ArgumentNullException.ThrowIfNull(parser);
        ArgumentNullException.ThrowIfNull(packet);
        var decoder = parser.CreateDecoder();
        var result = DecodeResult.Incomplete;
        foreach (var message in packet.Messages)
        {
            result = decoder.Decode(new EngineIO.EngineMessage(message.Payload, message.IsBinary));
        }
        return result.Packet ?? throw new InvalidOperationException(result.Error ?? "the packet is not complete");
    }

    /// <summary>For adapters: a question of another worker.</summary>
    /// <returns>The encoded acknowledgement, or <see langword="null"/> when there is none.</returns>
    public async Task<EncodedPacket?> AskAsync(Packet packet)
    {
        var context = await Begin(packet, expectsAck: true).ConfigureAwait(false);
        return context.Answered is { } answer ? EncodeAnswer(context, answer) : null;
    }

    private Task<ServerEventContext> Begin(Packet packet, bool expectsAck)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var context = new ServerEventContext(_owner, packet.EventName, packet.Arguments, expectsAck);
        lock (_lock)
        {
            // What follows this one is the beginning of its handlers, not their end.
            var begun = _last.ContinueWith(
                _ => RunAsync(context), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            _last = begun;
            return begun.Unwrap();
        }
    }

    private async Task<ServerEventContext> RunAsync(ServerEventContext context)
    {
        if (_handlers.TryGetValue(context.Event, out var handlers))
        {
            foreach (var handler in handlers)
            {
                await GuardedHandler.RunAsync(
                    () => handler(context),
                    exception => Log.ServerHandlerFailed(_owner.Server.Logs.Handlers, exception, context.Event, _owner.Name)).ConfigureAwait(false);
            }
        }
        return context;
    }

    private EncodedPacket Encode(string eventName, ArgumentList arguments)
    {
        ThrowIfReserved(eventName);
        arguments.Cancellation.ThrowIfCancellationRequested();
        return Checked(_owner.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, _owner.Name, eventName, arguments.Values)));
    }

    private EncodedPacket? EncodeAnswer(ServerEventContext context, object?[] answer)
    {
        try
        {
            return Checked(_owner.Server.Parser.Encode(new OutgoingPacket(PacketType.Ack, _owner.Name, null, answer, AckId: 0)));
        }
        catch (Exception exception)
        {
            Log.ServerHandlerFailed(_owner.Server.Logs.Handlers, exception, context.Event, _owner.Name);
            return null;
        }
    }

    // The other side would refuse to decode it.
    private EncodedPacket Checked(EncodedPacket packet) => packet.Messages.Length - 1 <= _owner.Server.Options.MaxAttachments
        ? packet
        : throw new ArgumentException($"an event between workers carries at most {_owner.Server.Options.MaxAttachments} binary values");

    private static void ThrowIfReserved(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Reserved.Contains(name))
        {
            throw new ArgumentException($"\"{name}\" is a reserved event name", nameof(name));
        }
    }
}
