using System.Text;
using System.Text.Json.Nodes;
using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// What a client knows of its session, and says when it comes back: as the JavaScript client with the page of the chat
/// tutorial does it. It also writes down what it gets.
/// </summary>
/// <param name="record">Where it is written down.</param>
/// <param name="recorder">What is known of all clients.</param>
/// <param name="place">What it shows at every connection.</param>
/// <param name="presence">Takes what it is told of who is there.</param>
/// <param name="messages">Takes private messages; nobody where there is no person.</param>
/// <param name="name">Takes what name the person has.</param>
internal sealed class ClientSession(
    ClientRecord record, Recorder recorder, ClientPlace place, PresenceBook presence, PrivateReader? messages, NameKeeper? name)
{
    private const int PacketShown = 200;

    private readonly Lock _lock = new();
    private readonly RoomReplays _replays = new();
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);
    private string? _pid;
    private string? _offset;
    private long _serverOffset = place.ServerOffset;
    private int _session = -1;
    private bool _hasHistory;

    /// <summary>The last chat message that was shown.</summary>
    public long ServerOffset => Interlocked.Read(ref _serverOffset);

    /// <summary>The last message of a public room that was shown; 0 for none.</summary>
    public long PositionIn(string room)
    {
        lock (_lock)
        {
            return _positions.GetValueOrDefault(room);
        }
    }

    /// <summary>What it shows when it connects.</summary>
    /// <param name="rooms">The public rooms that it is in.</param>
    public JsonObject Auth(IReadOnlyList<string> rooms)
    {
        var auth = new JsonObject();
        if (place.Person is { } person)
        {
            auth["secret"] = person.Secret;
            auth["name"] = person.Name;
            auth["rooms"] = new JsonObject(rooms.Select(room => KeyValuePair.Create(room, (JsonNode?)PositionIn(room))));
        }
        if (_pid is not null)
        {
            auth["pid"] = _pid;
        }
        if (_pid is not null && _offset is not null)
        {
            auth["offset"] = _offset;
        }
        auth["serverOffset"] = ServerOffset;
        return auth;
    }

    /// <summary>CONNECT was answered.</summary>
    public ConnectionRecord Connected(ConnectAnswer answer, int worker, long askedAt, IReadOnlyList<string> rooms)
    {
        lock (_lock)
        {
            var recovered = answer.Pid is not null && answer.Pid == _pid;
            var returning = _pid is not null;
            _pid = answer.Pid;
            if (!recovered)
            {
                _session++;
                _hasHistory = false;
                _replays.Begin(place.Person is null ? null : rooms);
            }
            presence.Connected(recovered ? null : rooms);
            var connection = new ConnectionRecord
            {
                Index = record.Connections.Count,
                Worker = worker,
                Session = _session,
                Sid = answer.Sid,
                Rooms = rooms,
                Recovered = recovered,
                Returning = returning,
                AskedAt = askedAt,
                AnsweredAt = Clock.Now,
                HasHistory = _hasHistory,
                LastHeardAt = Clock.Now,
            };
            record.Connections.Add(connection);
            return connection;
        }
    }

    /// <summary>An event came.</summary>
    public void Received(ServerEvent @event, bool wantsAnswer, ConnectionRecord connection)
    {
        lock (_lock)
        {
            switch (@event.Name)
            {
                case "said" or "chat message" or "chat edited":
                    Deliver(@event, connection);
                    break;
                case "you":
                    connection.Person = @event.Properties["person"].Text;
                    name?.Told(@event);
                    break;
                case "typing":
                    record.TypingNotices.Add(TypingIn(@event));
                    break;
                case "conversations":
                    messages?.Listed(@event.Nested(0));
                    break;
                default:
                    var now = Clock.Now;
                    record.Gone.AddRange(presence.Received(@event).Select(person => new GoneNotice(person, connection.AskedAt, now)));
                    break;
            }
            if (_pid is not null && !wantsAnswer && @event.LastText is { } offset)
            {
                _offset = offset;
            }
        }
    }

    /// <summary>A packet came, of whatever kind: what is in it that is not for everybody is written down.</summary>
    public void Saw(ReadOnlySpan<byte> packet)
    {
        recorder.Saw();
        foreach (var index in MessageText.FindIn(packet))
        {
            if (recorder.Find(index) is { Kind: MessageKind.Private or MessageKind.Room })
            {
                var sighting = new Sighting(index, Clock.Now, Encoding.UTF8.GetString(packet[..Math.Min(packet.Length, PacketShown)]));
                lock (_lock)
                {
                    record.Sightings.Add(sighting);
                }
            }
        }
    }

    public RoomRequest Request(string room, bool joins, bool isPublic, ConnectionRecord connection)
    {
        lock (_lock)
        {
            var request = new RoomRequest { Room = room, Joins = joins, IsPublic = isPublic, Session = connection.Session, SentAt = Clock.Now };
            record.Requests.Add(request);
            if (isPublic)
            {
                _replays.Requested(room, joins);
                if (joins)
                {
                    presence.Entered(room);
                }
                else
                {
                    presence.Left(room);
                }
            }
            return request;
        }
    }

    /// <summary>A request to join or leave a room was answered.</summary>
    public void Answered(RoomRequest request, Answer answer)
    {
        if (answer.Error is not null)
        {
            return;
        }
        lock (_lock)
        {
            request.AckedAt = answer.At;
            if (request.IsPublic && request.Joins)
            {
                _replays.Answered(request.Room);
            }
        }
    }

    public void Lost(ConnectionRecord connection, string because)
    {
        lock (_lock)
        {
            connection.LostAt = Clock.Now;
            connection.LostBecause = because;
            connection.MayBeReplaying = _replays.MayBeUnderWay;
        }
    }

    private static TypingNotice TypingIn(ServerEvent @event) => new(
        @event.Properties["person"].Text!,
        @event.Properties.GetValueOrDefault("room").Text,
        @event.Properties.ContainsKey("private"),
        Clock.Now);

    private static string NameOf(Message message) => message switch
    {
        { IsStored: false } => "said",
        { Of: not null } => "chat edited",
        _ => "chat message",
    };

    private void Deliver(ServerEvent @event, ConnectionRecord connection)
    {
        var of = @event.Properties.GetValueOrDefault("of").Number;
        if (recorder.Find(@event.Arguments[0].Text, of) is not { } message || @event.Name != NameOf(message))
        {
            recorder.Oddities.Enqueue($"client {record.Index} got an event that nobody sent: {@event.Name} {@event.Arguments[0].Text ?? $"in place of {of}"}");
            return;
        }
        var isStored = message.IsStored;
        var id = isStored ? @event.Arguments[1].Number : 0;
        var number = @event.Arguments.Count > 1 ? OffsetNumber.Of(@event.LastText) : 0;
        // The last of the stored messages that a client gets carries the number from which on it is live, not its own.
        var isOwn = message.Kind switch
        {
            MessageKind.Chat => _hasHistory,
            MessageKind.Room => _replays.IsLive(message.Room!),
            _ => true,
        };
        var delivery = new Delivery(message.Index, connection.Index, Clock.Now, isOwn ? number : 0, id, IsReplay: !isOwn, of);
        record.Deliveries.Add(delivery);
        switch (message.Kind)
        {
            case MessageKind.Chat:
                connection.HasHistory = _hasHistory |= number != 0;
                Interlocked.Exchange(ref _serverOffset, Math.Max(id, _serverOffset));
                break;
            case MessageKind.Room:
                _positions[message.Room!] = Math.Max(id, _positions.GetValueOrDefault(message.Room!));
                break;
            case MessageKind.Private when message.Between!.IsOf(record.Person):
                messages!.Received(message.Between.OtherThan(record.Person!), id, @event.Properties["previous"].Number, message.Index);
                break;
            default:
                break;
        }
        _replays.Delivered(message, number, isOwn);
        recorder.Delivered(message, connection, delivery);
    }
}
