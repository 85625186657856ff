using SocketIO.Arguments;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Recovery;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>
/// The durable events of a namespace: appended to rooms through the log, delivered in the order of their ids, and replayed from any
/// id. See <see cref="HistoryReplays"/> for how a client gets what is stored and then what is new, without a gap or a repeat.
/// </summary>
public sealed class NamespaceHistory
{
    internal const int PageRows = 100;
    internal const int PageBytes = 256 * 1024;

    /// <summary>How much of what is stored is kept ready for those who ask for it next.</summary>
    private const long KeptBytes = 16 * 1024 * 1024;

    private readonly Namespace _namespace;
    private readonly NamespaceSessions _sessions;
    private readonly IDurableLog _log;
    private readonly HistoryOptions _options;
    private readonly HistoryReplays _replays;

    // Apart: one that takes long is not to hold up those who want what is stored.
    private readonly ReplayTurns _searches = new("history searches");

    internal NamespaceHistory(Namespace owner, NamespaceSessions sessions, IDurableLog log, string eventName, HistoryOptions options)
    {
        _namespace = owner;
        _sessions = sessions;
        _log = log;
        _options = options;
        EventName = eventName;
        Stored = new StoredEvents(log, entry => EncodeStored(entry, offset: null), KeptBytes);
        _replays = new HistoryReplays(owner, sessions, this);
    }

    /// <summary>The history's name; empty for the first one.</summary>
    public string Name => _options.Name;

    /// <summary>The event that carries what is stored to clients.</summary>
    public string EventName { get; }

    /// <summary>The life of the log; empty until the log is reached for the first time.</summary>
    public string Epoch => _log.Epoch;

    /// <summary>Completes once the log has been reached for the first time.</summary>
    public Task Ready => _log.Ready;

    /// <summary>
    /// Stores an event and delivers it to every client that has its room. Completes once it is on disk and was delivered to this
    /// worker's clients. The same key again stores nothing and gives the first id.
    /// </summary>
    /// <param name="key">The idempotency key, unique in the history.</param>
    /// <param name="content">What is stored, and the event's first argument: a text, or anything else that is written as JSON, in which
    /// bytes are base64.</param>
    /// <param name="cancellation">Gives up waiting; the event may be stored all the same.</param>
    /// <exception cref="ArgumentException">The key is empty or begins with U+0001, or the content cannot be written as JSON.</exception>
    public ValueTask<AppendResult> AppendAsync(string key, object? content, CancellationToken cancellation = default) =>
        AppendAsync(key, content, room: "", options: null, cancellation);

    /// <inheritdoc cref="AppendAsync(string, object?, CancellationToken)"/>
    /// <param name="key">The idempotency key, unique in the history, whatever the room.</param>
    /// <param name="content">What is stored, and the event's first argument.</param>
    /// <param name="room">The room; empty for the main one. It need not exist before.</param>
    /// <param name="options">What else belongs to the event.</param>
    /// <param name="cancellation">Gives up waiting; the event may be stored all the same.</param>
    /// <exception cref="ArgumentException">The key is empty or begins with U+0001, the room's name holds U+0001, the event's name is a
    /// reserved one, there is no user or one with an empty id, what it replaces is no id, or content or details cannot be written as JSON.</exception>
    public async ValueTask<AppendResult> AppendAsync(
        string key, object? content, string room, AppendOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        OwnNames.Refuse(key, nameof(key));
        var serializer = _namespace.Server.Options.Arguments;
        var append = new DurableAppend(key, content as string ?? ToJson(serializer, content))
        {
            Room = RoomOf(room),
            IsJson = content is not string,
            Replaces = options?.Replaces is { } replaced ? CheckId(replaced) : null,
            EventName = options?.EventName is { } name && name != EventName ? name : "",
            Details = EventDescription.Store(serializer, options?.Details),
        };
        var packet = Encode(append.EventName, content, SlotsOf(append.Room.Room, append.Details) | PacketSlot.Offset);
        var target = new BroadcastTarget(options?.Users is { } users ? [.. RoomsOf(users)] : [LiveRooms.NameOf(append.Room)], []);
        var emit = new EmitEvent(_namespace.Name, target, PacketEnvelope.Seal(packet));
        var answer = await _sessions.SubmitAsync(emit, new SubmitOptions { Append = append }, cancellation).ConfigureAwait(false);
        return new AppendResult(
            answer.Status switch
            {
                SubmissionStatus.Sequenced => AppendStatus.Stored,
                SubmissionStatus.Duplicate => AppendStatus.Duplicate,
                SubmissionStatus.KeyConflict => AppendStatus.KeyConflict,
                var status => throw new InvalidOperationException($"an append is not answered with {status}"),
            },
            answer.DurableId);
    }

    /// <summary>
    /// Sends a client everything stored after an id in the main room, and from then on what comes new. Without this call a client gets
    /// no durable events; a second call for the same client does nothing. An id that the log has not reached counts as 0: it is from
    /// another life of the log.
    /// </summary>
    /// <param name="socket">The client.</param>
    /// <param name="after">The id of the last event that it has.</param>
    /// <param name="limit">How much it gets at the most; everything when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The limit is less than 1, or its event's name is a reserved one.</exception>
    public void Replay(Socket socket, long after, ReplayLimit? limit = null) => Replay(socket, [new RoomPosition("", after)], limit);

    /// <summary>
    /// As <see cref="Replay(Socket, long, ReplayLimit?)"/>, of several rooms: room by room what is stored, then what comes new in any of
    /// them. Rooms that the client has already are left out, so this may be called again whenever it enters one.
    /// </summary>
    /// <param name="socket">The client.</param>
    /// <param name="rooms">The rooms, and how far the client has each.</param>
    /// <param name="limit">How much of each room it gets at the most; everything when <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The limit is less than 1, its event's name is a reserved one, a room's name holds U+0001, or the
    /// names of the socket's rooms would take more than they may.</exception>
    public void Replay(Socket socket, IReadOnlyCollection<RoomPosition> rooms, ReplayLimit? limit = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(rooms);
        if (limit is not null)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(limit.Events, 1, nameof(limit));
            ReservedEvents.ThrowIfReserved(limit.LeftOutEvent);
        }
        _replays.Start(socket, rooms, limit);
    }

    /// <summary>A client gets nothing more of a room, until it is replayed to it again.</summary>
    /// <param name="socket">The client.</param>
    /// <param name="room">The room; empty for the main one.</param>
    /// <exception cref="SequencerFullException">Too much is held back for the log; nothing has changed.</exception>
    public void Leave(Socket socket, string room)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _replays.Leave(socket, room);
    }

    /// <summary>
    /// Reads what is stored before an id in a room: the last so many events, in their order. Fewer are all that there are. Replays and
    /// this take turns, so that nobody waits long.
    /// </summary>
    /// <param name="before">The id that the caller knows; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="room">The room; empty for the main one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<HistoryEntry>> ReadBackAsync(
        long before, int count, string room = "", CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var place = RoomOf(room);
        return before <= 1 ? [] : await ReadAsync(Turns, new BackReading(_log, place, before, count), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads what is stored behind an id in a room: the first so many events, in their order. Fewer are all that there are.</summary>
    /// <param name="after">The id that the caller knows; 0 for the first ones.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="room">The room; empty for the main one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<HistoryEntry>> ReadForwardAsync(
        long after, int count, string room = "", CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return await ReadAsync(Turns, new ForwardReading(_log, RoomOf(room), after, count), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads what stands in place of some events of a room (<see cref="AppendOptions.Replaces"/>): of each that has been replaced,
    /// the last replacement.</summary>
    /// <param name="ids">The ids of the events.</param>
    /// <param name="room">The room; empty for the main one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<IReadOnlyList<HistoryEntry>> ReadReplacementsAsync(
        IReadOnlyCollection<long> ids, string room = "", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return await ReadAsync(Turns, new ReplacementReading(_log, RoomOf(room), ids), cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The newest events that have all words of a text, each as the beginning of a word: in some rooms and before an id, in the order of
    /// their ids. Of a history that is <see cref="HistoryOptions.IsSearchable"/>. Case and diacritics do not matter; what else is in the text
    /// only separates words. 200 characters and 10 words of it count, and without words it finds nothing. An event is found within about a
    /// second after it was stored, later while much is stored.
    /// </summary>
    /// <param name="text">What is looked for, as a user writes it.</param>
    /// <param name="rooms">The rooms that whoever asks may read; an empty name for the main one. Nothing of others is looked at.</param>
    /// <param name="before">An id before which they lie; <see cref="long.MaxValue"/> for the newest.</param>
    /// <param name="count">How many at the most, 1 or more.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="InvalidOperationException">The history is not searchable.</exception>
    /// <exception cref="TimeoutException">It took more than 3 seconds.</exception>
    public async Task<IReadOnlyList<HistoryEntry>> SearchAsync(
        string text, IReadOnlyList<string> rooms, long before = long.MaxValue, int count = 50, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(rooms);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!_options.IsSearchable)
        {
            throw new InvalidOperationException($"the history \"{Name}\" is not searchable: set HistoryOptions.IsSearchable");
        }
        var places = rooms.Select(RoomOf).Distinct().ToArray();
        return await ReadAsync(
            _searches, new HistorySearch(_log, places, text, before, count, _namespace.Server.Time, cancellation), cancellation).ConfigureAwait(false);
    }

    /// <summary>What is stored, ready to be sent.</summary>
    internal StoredEvents Stored { get; }

    /// <summary>Where replays wait for their turn.</summary>
    internal ReplayTurns Turns { get; } = new();

    /// <exception cref="ArgumentException">The name holds U+0001.</exception>
    internal HistoryRoom RoomOf(string room)
    {
        ArgumentNullException.ThrowIfNull(room);
        return room.Contains(OwnNames.Mark)
            ? throw new ArgumentException("the name of a room of a history must not hold U+0001", nameof(room))
            : new HistoryRoom(Name, room);
    }

    /// <summary>The id behind which what is sent of a range begins: up to there it is more than is wanted, or is not kept any more.</summary>
    internal long FloorOf(ReplayRange range)
    {
        var (room, limit) = (range.Wanted.Room, range.Limit);
        if (limit is null && !_options.IsTrimmed)
        {
            return 0;
        }
        var floor = Math.Max(limit is null ? 0 : _log.FindFloor(room, range.UpTo, limit.Events), _log.FindRemoved(room));
        return Math.Min(floor, range.UpTo);
    }

    /// <summary>A stored event as it is sent.</summary>
    internal EncodedPacket EncodeStored(HistoryEntry entry, SessionOffset? offset)
    {
        object? content = entry.IsJson ? ArgumentSerializer.ParseElement(System.Text.Encoding.UTF8.GetBytes(entry.Content)) : entry.Content;
        var slots = SlotsOf(entry.Stamp.Room, entry.Stamp.Details) | (offset is null ? 0 : PacketSlot.Offset);
        return DurableSlots.Fill(_namespace.Server.Parser, Encode(entry.EventName, content, slots), entry.Id, entry.Stamp, offset);
    }

    /// <summary>What a client is told when something of a room is left out.</summary>
    internal EncodedPacket EncodeLeftOut(string eventName, long upTo, string room) => _namespace.Server.Parser.Encode(
        new OutgoingPacket(PacketType.Event, _namespace.Name, eventName, room.Length == 0 ? [upTo] : [upTo, room], HidesString: true));

    private async Task<IReadOnlyList<HistoryEntry>> ReadAsync(ReplayTurns turns, HistoryReading reading, CancellationToken cancellation)
    {
        await _log.Ready.WaitAsync(cancellation).ConfigureAwait(false);
        turns.Add(reading);
        return await reading.Result.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private static string[] RoomsOf(IReadOnlyCollection<string> users) => users.Count > 0
        ? [.. users.Select(UserRooms.NameOf)]
        // No room at all would be everybody.
        : throw new ArgumentException("an event for users is for one of them at least", nameof(users));

    private static long CheckId(long id) => id > 0
        ? id
        : throw new ArgumentOutOfRangeException(nameof(id), id, "what an event replaces has an id");

    private static string ToJson(ArgumentSerializer serializer, object? content) => System.Text.Encoding.UTF8.GetString(serializer.ToJson(content));

    private PacketSlot SlotsOf(string room, ReadOnlyMemory<byte> details) =>
        _options.DescribeEvents || room.Length > 0 || !details.IsEmpty ? PacketSlot.DurableId | PacketSlot.Description : PacketSlot.DurableId;

    private EncodedPacket Encode(string eventName, object? content, PacketSlot slot)
    {
        var name = eventName.Length == 0 ? EventName : eventName;
        ReservedEvents.ThrowIfReserved(name);
        return _namespace.Server.Parser.Encode(new OutgoingPacket(PacketType.Event, _namespace.Name, name, [content], Slot: slot));
    }
}
