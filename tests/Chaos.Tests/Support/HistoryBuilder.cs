using Chaos.Record;
using Chaos.Verification;

namespace Chaos.Tests.Support;

/// <summary>
/// Writes histories by hand. Every step takes a millisecond; the log numbers what is published in the order of the calls.
/// </summary>
internal sealed class HistoryBuilder
{
    public const int Step = 1_000;

    private readonly Dictionary<int, long> _numbers = [];
    private long _lastNumber = 100;

    public RunHistory History { get; } = new() { Window = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(8) };

    /// <summary>The time now, in microseconds.</summary>
    public long Now { get; private set; } = Step;

    /// <summary>A client that connects, of a person or of nobody.</summary>
    public ClientBuilder Client(string? person = null)
    {
        var client = new ClientBuilder(this, new ClientRecord(History.Clients.Count, person));
        History.Clients.Add(client.Record);
        client.Connect(recovered: false);
        return client;
    }

    public long Tick() => Now += Step;

    public void Wait(TimeSpan time) => Now += Clock.Of(time);

    /// <summary>A stored and acknowledged chat message.</summary>
    public Message Chat(bool stored = true, bool acked = true) => Durable(Send(MessageKind.Chat, room: null), stored, acked);

    /// <summary>A message to a public room.</summary>
    public Message ToRoom(string room = "cats", bool stored = true, bool acked = true) => Durable(Send(MessageKind.Room, room), stored, acked);

    /// <summary>A private message.</summary>
    public Message Private(string from, string to, bool stored = true, bool acked = true)
    {
        var between = new Conversation(from, to);
        return Durable(Send(MessageKind.Private, between.Room, between), stored, acked);
    }

    /// <summary>What stands in place of a message.</summary>
    public Message Edit(Message of, bool deletes = false, bool stored = true, bool acked = true) =>
        Durable(Send(of.Kind, of.Room, of.Between, of, deletes), stored, acked);

    public void Store(Message message) => History.Stored.Add(new StoredRow(
        History.Stored.Count + 1, $"key-{message.Text}", message.IsDeletion ? "null" : message.Text, Room: message.Room ?? "",
        Replaces: message.Of?.Id, IsDeletion: message.IsDeletion));

    /// <summary>A broadcast to a room, with a number of its own.</summary>
    public Message Say(string room = "tea", bool acked = true)
    {
        var message = Send(MessageKind.Say, room);
        if (acked)
        {
            message.AckedAt = Tick();
        }
        return message;
    }

    public long NumberOf(Message message) => _numbers[message.Index];

    public string[] Rules() => [.. Verifier.Check(History).Select(violation => violation.Rule).Distinct()];

    private Message Durable(Message message, bool stored, bool acked)
    {
        if (stored)
        {
            Store(message);
        }
        if (acked)
        {
            message.Id = History.Stored.Count;
            message.AckedAt = Tick();
        }
        return message;
    }

    private Message Send(MessageKind kind, string? room, Conversation? between = null, Message? of = null, bool deletes = false)
    {
        var message = new Message(History.Messages.Count, kind, room, sender: 0)
        {
            Between = between,
            Of = of,
            IsDeletion = deletes,
            Tries = 1,
            SentAt = Tick(),
        };
        History.Messages.Add(message);
        _numbers[message.Index] = ++_lastNumber;
        return message;
    }
}
