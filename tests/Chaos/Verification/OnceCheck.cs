using Chaos.Record;

namespace Chaos.Verification;

/// <summary>No client gets a message twice, and none gets what was never sent.</summary>
internal static class OnceCheck
{
    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        foreach (var client in history.Clients)
        {
            var seen = new Dictionary<int, Delivery>(client.Deliveries.Count);
            foreach (var delivery in client.Deliveries)
            {
                var message = history.Messages[delivery.Message];
                if (!seen.TryAdd(delivery.Message, delivery))
                {
                    violations.Add(new Violation(
                        "delivered once",
                        $"client {client.Index} got {message} twice: {Clock.Text(seen[delivery.Message].At)} and {Clock.Text(delivery.At)}",
                        delivery.Message, client.Index, delivery.At));
                }
                if (message.Tries == 0)
                {
                    violations.Add(new Violation("nothing from nowhere", $"client {client.Index} got {message}", delivery.Message, client.Index, delivery.At));
                }
            }
        }
    }
}
