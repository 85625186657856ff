using SocketIO.Adapters;
using SocketIO.Namespaces;
using SocketIO.Packets;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>
/// The durable events of a namespace: appended through the log, delivered in the order of their ids, and replayed
/// from any id.
/// </summary>
/// <remarks>
/// A client is either in replay or live. In replay it reads stored events, page by page, up to the last one that was
/// delivered on this worker; when it has reached that one it goes live, in the same lock under which the next
/// delivery takes its list of receivers. So there is neither a gap nor a repeat, and nothing is held back in memory.
/// With connection state recovery the live ones are the members of a room, which a client enters in the order of
/// events; see <see cref="HistoryReplay"/>.
/// </remarks>
public sealed class NamespaceHistory : IDurableSink
{
    /// <summary>Who is live, in a namespace with recovery; out of the reach of applications, see <see cref="OwnNames"/>.</summary>
    internal const string Room = "\u0001history";

    /// <summary>Where a session keeps from which number on it has the history; a session's data, too.</summary>
    internal const string DataKey = "\u0001history";

    internal const int PageRows = 100;
    internal const int PageBytes = 256 * 1024;

    /// <summary>How much of what is stored is kept ready for those who ask for it next.</summary>
    private const long KeptBytes = 16 * 1024 * 1024;

    private readonly Namespace _namespace;
    private readonly IDurableLog _log;
    private readonly string _eventName;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _live = [];
    private readonly HashSet<Socket> _replayed = [];
    private Socket[]? _receivers;
    private readonly HistoryReplay? _replay;
    private long _delivered;

    internal NamespaceHistory(Namespace owner, IDurableLog log, string eventName)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        _namespace = owner;
        _log = log;
        _eventName = eventName;
        Stored = new StoredEvents(log, entry => owner.Server.Parser.Fill(Encode(entry.Content, PacketSlot.DurableId), entry.Id), KeptBytes);
        _replay = owner.Sessions is { } sessions ? new HistoryReplay(owner, sessions, this) : null;
        log.Connect(this);
    }

    /// <summary>The event that carries what is stored to clients.</summary>
    public string EventName => _eventName;

    /// <summary>The life of the log; empty until the log is reached for the first time.</summary>
    public string Epoch => _log.Epoch;

    /// <summary>Completes once the log has been reached for the first time.</summary>
    public Task Ready => _log.Ready;

    /// <summary>
    /// Stores an event and delivers it to every client of the namespace. Completes once it is on disk and was
    /// delivered to this worker's clients. The same key again stores nothing and gives the first id.
    /// </summary>
    /// <param name="key">The idempotency key, unique in the log.</param>
    /// <param name="content">What is stored, and the event's first argument.</param>
    /// <param name="cancellation">Gives up waiting; the event may be stored all the same.</param>
    public ValueTask<AppendResult> AppendAsync(string key, string content, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(content);
        if (_replay is not null)
        {
            return _replay.AppendAsync(key, content, cancellation);
        }
        return _log.AppendAsync(_namespace.Name, key, content, Encode(content, PacketSlot.DurableId), cancellation);
    }

    /// <summary>
    /// Sends a client everything stored after an id, and from then on what comes new. Without this call a client gets
    /// no durable events; a second call for the same client does nothing. An id that the log has not reached counts as 0: it is from another life of the log.
    /// </summary>
    /// <param name="socket">The client.</param>
    /// <param name="after">The id of the last event that it has.</param>
    /// <param name="limit">How much it gets at the most; everything when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The limit is less than 1, or its event's name is a reserved one.</exception>
    public void Replay(Socket socket, long after, ReplayLimit? limit = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (limit is not null)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit.Events, 1, nameof(limit));
            ReservedEvents.ThrowIfReserved(limit.LeftOutEvent);
        }
        if (_replay is not null)
        {
            _replay.Start(socket, Math.Max(after, 0), limit);
            return;
        }
        lock (_lock)
        {
            // One that has left would stay in the set: nobody takes it out again.
            if (!socket.Connected || !_replayed.Add(socket))
            {
                return;
            }
        }
        _ = Task.Run(() => ReplayAsync(socket, Math.Max(after, 0), limit));
    }

    /// <summary>
    /// Reads what is stored before an id: the events whose ids are <paramref name="before"/> - <paramref name="count"/> to
    /// <paramref name="before"/> - 1, as far as there are any, in their order. Replays and this take turns, so that nobody waits long.
    /// </summary>
    /// <param name="before">The id that the caller knows; ids are consecutive from 1.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<HistoryEntry>> ReadBackAsync(long before, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        await _log.Ready.WaitAsync(cancellation).ConfigureAwait(false);
        if (before <= 1)
        {
            return [];
        }
        var reading = new BackReading(_log, Math.Max(before - 1 - count, 0), before - 1);
        Turns.Add(reading);
        return await reading.Result.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    void IDurableSink.Start(long position)
    {
        lock (_lock)
        {
            _delivered = position;
        }
    }

    /// <inheritdoc/>
    void IDurableSink.Deliver(long id, EncodedPacket packet)
    {
        Socket[] receivers;
        lock (_lock)
        {
            if (id <= _delivered)
            {
                return;
            }
            _delivered = id;
            receivers = _receivers ??= [.. _live];
        }
        var filled = _namespace.Server.Parser.Fill(packet, id);
        foreach (var socket in receivers)
        {
            socket.Send(filled, isVolatile: false);
        }
    }

    /// <summary>What is stored, ready to be sent.</summary>
    internal StoredEvents Stored { get; }

    /// <summary>Where replays wait for their turn.</summary>
    internal ReplayTurns Turns { get; } = new();

    /// <summary>The event with its content, and slots for the rest.</summary>
    internal EncodedPacket Encode(string content, PacketSlot slot) =>
        _namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, _namespace.Name, _eventName, [content], Slot: slot));

    /// <summary>The rooms without the one that is nobody else's business.</summary>
    internal static IReadOnlyCollection<string> Visible(IReadOnlyCollection<string> rooms) =>
        rooms.Contains(Room) ? [.. rooms.Where(room => room != Room)] : rooms;

    /// <summary>Whether a session that goes on has the whole history, up to where its missed events begin.</summary>
    internal static bool IsWhole(SessionChange claimed) =>
        !claimed.Rooms.Contains(Room)
        || (claimed.Data.TryGetValue(DataKey, out var from)
            && System.Buffers.Text.Utf8Parser.TryParse(from.Span, out long number, out _) && claimed.Position >= number);

    /// <summary>A session has entered the room of the live ones; called in the stream.</summary>
    internal void Joined(Socket socket, long number, long durableId) => _replay?.Joined(socket, number, durableId);

    internal void Remove(Socket socket)
    {
        _replay?.Remove(socket);
        lock (_lock)
        {
            _replayed.Remove(socket);
            if (_live.Remove(socket))
            {
                _receivers = null;
            }
        }
    }

    private async Task ReplayAsync(Socket socket, long after, ReplayLimit? limit)
    {
        try
        {
            await _log.Ready.ConfigureAwait(false);
            after = await CheckAsync(after).ConfigureAwait(false);
            // Who misses nothing need not wait for those who do.
            if (!TryGoLive(socket, after, out var upTo))
            {
                Turns.Add(new MissedReplay(this, socket, ReplayRange.Of(after, upTo, limit)));
            }
        }
        catch (Exception exception)
        {
            PagedReplay.Fail(socket, exception);
        }
    }

    private async ValueTask<long> CheckAsync(long after)
    {
        if (after <= Delivered())
        {
            return after;
        }
        // Another worker may be ahead of this one: only the log's end tells.
        await _log.SynchronizeAsync(CancellationToken.None).ConfigureAwait(false);
        return after <= Delivered() ? after : 0;
    }

    private bool TryGoLive(Socket socket, long after, out long upTo)
    {
        lock (_lock)
        {
            upTo = _delivered;
            if (!socket.Connected)
            {
                return true;
            }
            if (after < upTo)
            {
                return false;
            }
            _live.Add(socket);
            _receivers = null;
            return true;
        }
    }

    private long Delivered()
    {
        lock (_lock)
        {
            return _delivered;
        }
    }

    /// <summary>For one client, until it has reached what is delivered.</summary>
    private sealed class MissedReplay(NamespaceHistory owner, Socket socket, ReplayRange range) : PagedReplay(socket, owner.Stored, range)
    {
        protected override bool SendMore()
        {
            if (owner.TryGoLive(Socket, Reached, out var upTo))
            {
                return false;
            }
            SendPage(upTo);
            return true;
        }

        protected override void Send(EncodedPacket packet) => Socket.Send(packet, isVolatile: false);
    }
}
