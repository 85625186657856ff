using System.Collections.Concurrent;

namespace Chaos.Record;

/// <summary>Collects, while the run goes on, what does not belong to one client alone.</summary>
internal sealed class Recorder
{
    private readonly Lock _lock = new();
    private readonly List<Message> _messages = [];
    private readonly Dictionary<long, Message> _deletions = [];
    private long _lastAck = Clock.Now;
    private long _longestPause;
    private long _deliveries;
    private long _packets;

    /// <summary>From the sending of a message to its delivery, at clients that were connected all the time.</summary>
    public Latencies ToDelivery { get; } = new();

    /// <summary>From the last sending of a message to its acknowledgement.</summary>
    public Latencies ToAck { get; } = new();

    /// <summary>Why attempts to connect failed, and how often.</summary>
    public ConcurrentDictionary<string, int> FailedAttempts { get; } = new();

    /// <summary>What no client should have met.</summary>
    public ConcurrentQueue<string> Oddities { get; } = new();

    /// <summary>How many packets came.</summary>
    public long Packets => Interlocked.Read(ref _packets);

    public long Deliveries => Interlocked.Read(ref _deliveries);

    /// <summary>The longest time in which nothing was acknowledged to anybody.</summary>
    public TimeSpan LongestPause => Clock.Span(Interlocked.Read(ref _longestPause));

    public Message NewMessage(MessageKind kind, string? room, int sender, Conversation? between = null)
    {
        lock (_lock)
        {
            var message = new Message(_messages.Count, kind, between?.Room ?? room, sender) { Between = between };
            _messages.Add(message);
            return message;
        }
    }

    /// <summary>How many messages there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>What is to stand in place of an acknowledged message; one that is deleted is not edited again.</summary>
    public Message NewEdit(Message of, bool deletes)
    {
        lock (_lock)
        {
            var edit = new Message(_messages.Count, of.Kind, of.Room, of.Sender) { Between = of.Between, Of = of, IsDeletion = deletes };
            _messages.Add(edit);
            if (deletes)
            {
                _deletions.Add(of.Id, edit);
            }
            return edit;
        }
    }

    /// <summary>The message that a client is shown.</summary>
    /// <param name="text">Its text; <see langword="null"/> of a deletion.</param>
    /// <param name="of">The id of the message that it is an edit of; by this a deletion is known.</param>
    public Message? Find(string? text, long of)
    {
        if (text is not null)
        {
            return Find(text);
        }
        lock (_lock)
        {
            return _deletions.GetValueOrDefault(of);
        }
    }

    /// <summary>The message that this text names; <see langword="null"/> if there is none.</summary>
    public Message? Find(string text) => Find(MessageText.IndexOf(text));

    public Message? Find(int index)
    {
        lock (_lock)
        {
            return index >= 0 && index < _messages.Count ? _messages[index] : null;
        }
    }

    public IReadOnlyList<Message> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    public void Saw() => Interlocked.Increment(ref _packets);

    public void Delivered(Message message, ConnectionRecord connection, Delivery delivery)
    {
        Interlocked.Increment(ref _deliveries);
        if (connection.AnsweredAt < message.SentAt && !delivery.IsReplay)
        {
            ToDelivery.Add(delivery.At - message.SentAt);
        }
    }

    /// <param name="message">The message.</param>
    /// <param name="sentAt">When it was sent last.</param>
    /// <param name="now">When its acknowledgement came.</param>
    public void Acknowledged(Message message, long sentAt, long now)
    {
        ToAck.Add(now - sentAt);
        // Where nothing was asked for, nothing is missing.
        var pause = now - Math.Max(message.SentAt, Interlocked.Exchange(ref _lastAck, now));
        long longest;
        while (pause > (longest = Interlocked.Read(ref _longestPause))
            && Interlocked.CompareExchange(ref _longestPause, pause, longest) != longest)
        {
        }
    }
}
