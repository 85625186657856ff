using Chaos.Record;

namespace Chaos.Verification;

/// <summary>What one connection sent has its numbers in the order of its sending.</summary>
internal static class ProgramOrderCheck
{
    public static void Run(MessageTable table, ICollection<Violation> violations)
    {
        var sent = table.History.Messages
            // A message that was sent again may have either place.
            .Where(message => message.Tries == 1 && table.NumberOf(message.Index) != 0)
            .GroupBy(message => (message.Sender, message.Connection));
        foreach (var connection in sent)
        {
            Message? last = null;
            foreach (var message in connection.OrderBy(message => message.SentAt))
            {
                if (last is not null && table.NumberOf(message.Index) < table.NumberOf(last.Index))
                {
                    violations.Add(new Violation(
                        "program order",
                        $"{message} has number {table.NumberOf(message.Index)}, and what was sent before it, {last}, has number {table.NumberOf(last.Index)}",
                        message.Index, message.Sender, message.SentAt));
                }
                last = message;
            }
        }
    }
}
