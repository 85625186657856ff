using Chaos.Record;

namespace Chaos.Tests.Support;

/// <summary>Writes one client's part of a history.</summary>
internal sealed class ClientBuilder(HistoryBuilder history, ClientRecord record)
{
    private int _session = -1;

    public ClientRecord Record => record;

    private ConnectionRecord Connection => record.Connections[^1];

    public ClientBuilder Connect(bool recovered, string? sid = null)
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
        Connection.Left = left;
        return this;
    }

    public ClientBuilder Join(string room = "tea", bool acked = true) => Request(room, joins: true, acked);

    public ClientBuilder Leave(string room = "tea", bool acked = true) => Request(room, joins: false, acked);

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
        var id = message.Kind == MessageKind.Chat ? history.History.Stored.FindIndex(row => row.Content == message.Text) + 1 : 0;
        record.Deliveries.Add(new Delivery(message.Index, Connection.Index, history.Tick(), number, id));
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

    private ClientBuilder Request(string room, bool joins, bool acked)
    {
        record.Requests.Add(new RoomRequest { Room = room, Joins = joins, Session = _session, SentAt = history.Tick() });
        return acked ? Acknowledge() : this;
    }
}
