using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Every client is shown every stored chat message, in the order of the ids, from the first to the last.</summary>
internal static class ChatCheck
{
    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var rows = history.Stored.ToDictionary(row => row.Id, row => row.Content);
        foreach (var client in history.Clients)
        {
            Check(history, client, rows, violations);
        }
    }

    private static void Check(RunHistory history, ClientRecord client, Dictionary<long, string> rows, ICollection<Violation> violations)
    {
        var last = history.FormerId;
        foreach (var delivery in client.Deliveries.Where(delivery => delivery.Id != 0))
        {
            var message = history.Messages[delivery.Message];
            if (!rows.TryGetValue(delivery.Id, out var content) || content != message.Text)
            {
                Report("what is shown is stored", $"client {client.Index} was shown {message} as {delivery.Id}, where {content ?? "nothing"} is stored");
            }
            if (delivery.Id > last + 1)
            {
                Report("no chat message is missed", $"client {client.Index} was shown id {delivery.Id} after {last}");
            }
            else if (delivery.Id <= last)
            {
                Report("chat in order", $"client {client.Index} was shown id {delivery.Id} after {last}");
            }
            last = Math.Max(last, delivery.Id);

            void Report(string rule, string what) => violations.Add(new Violation(rule, what, delivery.Message, client.Index, delivery.At));
        }
        var end = history.Stored.Count == 0 ? history.FormerId : history.Stored[^1].Id;
        if (client.Connections.Count > 0 && last < end)
        {
            violations.Add(new Violation("no chat message is missed", $"client {client.Index} was shown ids up to {last} of {end}", Client: client.Index));
        }
    }
}
