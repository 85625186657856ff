using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Wherever an edit is stored or shown it names the message that it is of; and whoever edits what he said is let.</summary>
internal static class EditCheck
{
    private const string Names = "an edit names its message";
    private const string Taken = "an edit of one's own is taken";

    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        foreach (var row in history.Stored.Where(row => row.IsMessage))
        {
            if (history.MessageIn(row) is { } message && row.Replaces != message.Of?.Id)
            {
                violations.Add(new Violation(
                    Names, $"{message} is stored in place of {row.Replaces?.ToString() ?? "nothing"}", message.Index, message.Sender, message.SentAt));
            }
        }
        foreach (var client in history.Clients)
        {
            foreach (var delivery in client.Deliveries)
            {
                var message = history.Messages[delivery.Message];
                if (delivery.Of != (message.Of?.Id ?? 0))
                {
                    violations.Add(new Violation(Names, $"client {client.Index} got {message} as one of {delivery.Of}", message.Index, client.Index, delivery.At));
                }
            }
        }
        // Of a room that the author has left meanwhile there is nothing to be edited.
        foreach (var message in history.Messages.Where(message => message is { Of: not null, Refusal: not null, Kind: not MessageKind.Room }))
        {
            violations.Add(new Violation(Taken, $"{message}", message.Index, message.Sender, message.SentAt));
        }
    }
}
