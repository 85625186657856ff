using Chaos.Record;

namespace Chaos.Tests.Support;

/// <summary>Writes one client's part of a history.</summary>
internal sealed class ClientBuilder(HistoryBuilder history, ClientRecord record)
{
    private int _session = -1;

    public ClientRecord Record => record;

    private ConnectionRecord Connection => record.Connections[^1];

    public ClientBuilder Connect(bool recovered, string? sid = null, params string[] rooms)
    {
        if (!recovered)
        {
            _session++;
        }
        record.Connections.Add(new ConnectionRecord
        {
            Index = record.Connections.Count,
            Worker = 0,
            Session = _session,
            Sid = sid ?? $"sid {record.Index}.{_session}",
            Rooms = rooms,
            Person = record.Person ?? $"nobody {record.Index}.{_session}",
            Recovered = recovered,
            Returning = record.Connections.Count > 0,
            AskedAt = history.Tick(),
            AnsweredAt = history.Tick(),
        });
        return this;
    }

    public ClientBuilder Lose(bool left = false)
    {
        Connection.LastHeardAt = history.Tick();
        Connection.LostAt = history.Tick();
        Connection.LostBecause = "cut";
        Connection.LeftAt = left ? history.Now : Clock.Never;
        return this;
    }

    public ClientBuilder Join(string room = "tea", bool acked = true) => Request(room, joins: true, acked);

    public ClientBuilder Leave(string room = "tea", bool acked = true) => Request(room, joins: false, acked);

    /// <summary>Enters a public room of the chat.</summary>
    public ClientBuilder Enter(string room = "cats", bool acked = true) => Request(room, joins: true, acked, isPublic: true);

    /// <summary>Leaves it.</summary>
    public ClientBuilder Exit(string room = "cats", bool acked = true) => Request(room, joins: false, acked, isPublic: true);

    /// <summary>Gets messages, each as it is.</summary>
    public ClientBuilder Get(params Message[] messages)
    {
        foreach (var message in messages)
        {
            Get(message, history.NumberOf(message));
        }
        return this;
    }

    /// <summary>Gets a message with some other number.</summary>
    public ClientBuilder Get(Message message, long number)
    {
        record.Deliveries.Add(new Delivery(message.Index, Connection.Index, history.Tick(), number, IdOf(message), Of: OfWhat(message)));
        return message.Kind == MessageKind.Private ? Show(message, isReadBack: false) : See(message);
    }

    /// <summary>Gets stored messages of a room that it has entered.</summary>
    public ClientBuilder GetStored(params Message[] messages)
    {
        foreach (var message in messages)
        {
            record.Deliveries.Add(new Delivery(message.Index, Connection.Index, history.Tick(), Number: 0, IdOf(message), IsReplay: true, OfWhat(message)));
            See(message);
        }
        return this;
    }

    /// <summary>Shows private messages that it has read back.</summary>
    public ClientBuilder ReadBack(params Message[] messages)
    {
        foreach (var message in messages)
        {
            Show(message, isReadBack: true);
        }
        return this;
    }

    /// <summary>Gets some packet with the text of a message in it.</summary>
    public ClientBuilder See(Message message)
    {
        if (message.Kind is MessageKind.Room or MessageKind.Private)
        {
            record.Sightings.Add(new Sighting(message.Index, history.Tick(), "a packet"));
        }
        return this;
    }

    /// <summary>Is given a part of the past: these messages.</summary>
    public ClientBuilder Read(string room, long asked, bool isAround, params Message[] messages)
    {
        var read = messages.Select(message => new ReadMessage(message.Index, IdOf(message), OfWhat(message))).ToArray();
        record.Pages.Add(new PageRead(room, asked, isAround, From: read.Length > 0 ? read[0].Id : 1, read, history.Tick(), history.Tick()));
        return this;
    }

    /// <summary>Looks for a message, and finds these.</summary>
    public ClientBuilder Find(Message text, params Message[] found) => Find(text, found, rooms: null);

    /// <summary>Looks for a message when all is settled, and finds these.</summary>
    public ClientBuilder FindAtTheEnd(Message text, params Message[] found) =>
        Find(text, found, [.. record.Requests.Where(request => request.IsPublic).Select(request => request.Room)]);

    /// <summary>Says that its person types.</summary>
    public ClientBuilder Type(string room = "") => Type(room, to: null);

    /// <summary>Says that its person types in private.</summary>
    public ClientBuilder TypeTo(string person) => Type(new Conversation(record.Person!, person).Room, person);

    /// <summary>Is told that somebody types.</summary>
    public ClientBuilder HearTyping(string person, string? room = null, bool isPrivate = false)
    {
        record.TypingNotices.Add(new TypingNotice(person, room, isPrivate, history.Tick()));
        return this;
    }

    /// <summary>Is told that somebody is gone.</summary>
    public ClientBuilder HearGone(string person)
    {
        record.Gone.Add(new GoneNotice(person, Connection.AskedAt, history.Tick()));
        return this;
    }

    /// <summary>It has got the last message of its history.</summary>
    public ClientBuilder HaveHistory()
    {
        Connection.HasHistory = true;
        return this;
    }

    /// <summary>The last request is acknowledged now.</summary>
    public ClientBuilder Acknowledge()
    {
        record.Requests[^1].AckedAt = history.Tick();
        return this;
    }

    private ClientBuilder Type(string room, string? to)
    {
        record.Typed.Add(new Typed(room, to, history.Tick()));
        return this;
    }

    private ClientBuilder Find(Message text, Message[] found, string[]? rooms)
    {
        var read = found.Select(message => new ReadMessage(message.Index, IdOf(message), OfWhat(message))).ToArray();
        record.Findings.Add(new Finding(text.Text, Before: null, read, Next: null, history.Tick(), rooms));
        foreach (var message in found)
        {
            See(message);
        }
        return this;
    }

    private static long OfWhat(Message message) => message.Of?.Id ?? 0;

    private long IdOf(Message message) => message.IsStored ? history.History.Stored.FindIndex(row => row.Token == message.Text) + 1 : 0;

    private ClientBuilder Show(Message message, bool isReadBack)
    {
        record.Shown.Add(new ShownMessage(message.Index, IdOf(message), history.Tick(), isReadBack));
        return See(message);
    }

    private ClientBuilder Request(string room, bool joins, bool acked, bool isPublic = false)
    {
        record.Requests.Add(new RoomRequest { Room = room, IsPublic = isPublic, Joins = joins, Session = _session, SentAt = history.Tick() });
        return acked ? Acknowledge() : this;
    }
}
