using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Every broadcast has a number of its own, and each client gets the numbers in order.</summary>
internal static class NumberCheck
{
    public static void Run(MessageTable table, ICollection<Violation> violations)
    {
        CheckOwn(table, violations);
        foreach (var client in table.History.Clients)
        {
            CheckOrder(table, client, violations);
        }
    }

    private static void CheckOwn(MessageTable table, ICollection<Violation> violations)
    {
        var owners = new Dictionary<long, int>();
        foreach (var message in table.History.Messages)
        {
            var number = table.NumberOf(message.Index);
            if (number != 0 && !owners.TryAdd(number, message.Index))
            {
                violations.Add(new Violation(
                    "one number", $"number {number} belongs to {message} and to {table.History.Messages[owners[number]]}", message.Index, At: message.SentAt));
            }
        }
    }

    private static void CheckOrder(MessageTable table, ClientRecord client, ICollection<Violation> violations)
    {
        var last = default(Delivery);
        foreach (var delivery in client.Deliveries.Where(delivery => !delivery.IsReplay))
        {
            var number = table.NumberOf(delivery.Message);
            if (number == 0)
            {
                var message = table.History.Messages[delivery.Message];
                if (message.Kind is MessageKind.Say or MessageKind.Private)
                {
                    violations.Add(new Violation("one number", $"{message} came to client {client.Index} without an offset", message.Index, client.Index, delivery.At));
                }
                continue;
            }
            if (last.At != 0 && number <= table.NumberOf(last.Message))
            {
                violations.Add(new Violation(
                    "in order of numbers",
                    $"client {client.Index} got {MessageText.Of(delivery.Message)} (number {number}) after {MessageText.Of(last.Message)} (number {table.NumberOf(last.Message)})",
                    delivery.Message, client.Index, delivery.At));
            }
            last = delivery;
        }
    }
}
