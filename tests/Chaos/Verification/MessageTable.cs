using Chaos.Record;

namespace Chaos.Verification;

/// <summary>What all clients together say of each message.</summary>
internal sealed class MessageTable
{
    private readonly long[] _numbers;
    private readonly long[] _seen;

    public MessageTable(RunHistory history, ICollection<Violation> violations)
    {
        History = history;
        _numbers = new long[history.Messages.Count];
        _seen = new long[history.Messages.Count];
        Array.Fill(_seen, Clock.Never);
        foreach (var client in history.Clients)
        {
            foreach (var delivery in client.Deliveries)
            {
                Add(client, delivery, violations);
            }
        }
    }

    public RunHistory History { get; }

    /// <summary>The message's number in the log; 0 if no client was told.</summary>
    public long NumberOf(int message) => _numbers[message];

    /// <summary>From when on it was certainly in the log: its acknowledgement or its first delivery.</summary>
    public long PublishedBy(int message) => Math.Min(_seen[message], History.Messages[message].AckedAt);

    private void Add(ClientRecord client, Delivery delivery, ICollection<Violation> violations)
    {
        _seen[delivery.Message] = Math.Min(_seen[delivery.Message], delivery.At);
        ref var number = ref _numbers[delivery.Message];
        if (delivery.Number == 0 || delivery.Number == number)
        {
            return;
        }
        if (number != 0)
        {
            violations.Add(new Violation(
                "one number", $"{History.Messages[delivery.Message]} has number {delivery.Number} at client {client.Index} and {number} at another",
                delivery.Message, client.Index, delivery.At));
        }
        number = delivery.Number;
    }
}
