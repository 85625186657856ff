using System.Text.Json.Nodes;
using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// What a client knows of its session, and says when it comes back: as the JavaScript client with the page of the chat
/// tutorial does it. It also writes down what it gets.
/// </summary>
internal sealed class ClientSession(ClientRecord record, Recorder recorder, long serverOffset)
{
    private readonly Lock _lock = new();
    private string? _pid;
    private string? _offset;
    private long _serverOffset = serverOffset;
    private int _session = -1;
    private bool _hasHistory;

    /// <summary>The last chat message that was shown.</summary>
    public long ServerOffset => Interlocked.Read(ref _serverOffset);

    public JsonObject Auth()
    {
        var auth = new JsonObject();
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
    public ConnectionRecord Connected(ConnectAnswer answer, int worker, long askedAt)
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
            }
            var connection = new ConnectionRecord
            {
                Index = record.Connections.Count,
                Worker = worker,
                Session = _session,
                Sid = answer.Sid,
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
            if (@event.Name is "said" or "chat message")
            {
                Deliver(@event, connection);
            }
            if (_pid is not null && !wantsAnswer && @event.LastText is { } offset)
            {
                _offset = offset;
            }
        }
    }

    public RoomRequest Request(string room, bool joins, ConnectionRecord connection)
    {
        lock (_lock)
        {
            var request = new RoomRequest { Room = room, Joins = joins, Session = connection.Session, SentAt = Clock.Now };
            record.Requests.Add(request);
            return request;
        }
    }

    public void Lost(ConnectionRecord connection, string because)
    {
        lock (_lock)
        {
            connection.LostAt = Clock.Now;
            connection.LostBecause = because;
        }
    }

    private void Deliver(ServerEvent @event, ConnectionRecord connection)
    {
        var now = Clock.Now;
        var isChat = @event.Name == "chat message";
        if (recorder.Find(@event.Arguments[0].Text) is not { } message || isChat != (message.Kind == MessageKind.Chat))
        {
            recorder.Oddities.Enqueue($"client {record.Index} got an event that nobody sent: {@event.Name} {@event.Arguments[0].Text}");
            return;
        }
        var id = isChat ? @event.Arguments[1].Number : 0;
        var own = isChat ? 2 : 1;
        var number = @event.Arguments.Count > own ? OffsetNumber.Of(@event.Arguments[own].Text) : 0;
        // The last message of a session's history carries the number from which on the session is live, not its own.
        var isOwn = !isChat || _hasHistory;
        connection.HasHistory = _hasHistory |= isChat && number != 0;
        record.Deliveries.Add(new Delivery(message.Index, connection.Index, now, isOwn ? number : 0, id));
        if (id > ServerOffset)
        {
            Interlocked.Exchange(ref _serverOffset, id);
        }
        recorder.Delivered(message, connection, now);
    }
}
