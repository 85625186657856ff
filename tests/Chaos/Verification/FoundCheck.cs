using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// What is found is stored so, and has what was looked for. When all is settled everything is found that may be read, by its text now, and
/// nothing by a former one.
/// </summary>
internal static class FoundCheck
{
    private const string Stored = "what is found is stored";
    private const string Exactly = "what is stored is found";

    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var rows = history.Stored.ToDictionary(row => row.Id);
        foreach (var client in history.Clients)
        {
            foreach (var finding in client.Findings)
            {
                foreach (var what in Faults(history, rows, finding))
                {
                    Report(Stored, what);
                }
                if (finding.Rooms is { } rooms)
                {
                    var expected = Findable.Of(Findable.Readable(history.Stored, client.Person!, rooms), finding.Text).Select(row => row.Id).ToArray();
                    var found = finding.Messages.Select(message => message.Id).ToArray();
                    if (!found.SequenceEqual(expected))
                    {
                        Report(Exactly, $"ids [{string.Join(", ", found)}], where [{string.Join(", ", expected)}] are to be found");
                    }
                }

                void Report(string rule, string what) => violations.Add(new Violation(
                    rule, $"client {client.Index} looked for {finding.Text} before {finding.Before?.ToString() ?? "the end"} and found {what}",
                    Client: client.Index, At: finding.At));
            }
        }
    }

    private static IEnumerable<string> Faults(RunHistory history, Dictionary<long, StoredRow> rows, Finding finding)
    {
        var last = 0L;
        foreach (var message in finding.Messages)
        {
            var row = rows.GetValueOrDefault(message.Id);
            if (row is null || history.MessageIn(row)?.Index != message.Message || (row.Replaces ?? 0) != message.Of || !Findable.HasWord(row, finding.Text))
            {
                yield return $"{(message.Message < 0 ? "something" : MessageText.Of(message.Message))} as {message.Id}, of {message.Of}, where {row?.ToString() ?? "nothing"} is stored";
            }
            if (message.Id <= last || message.Id >= finding.Before)
            {
                yield return $"{message.Id} behind {last}";
            }
            last = message.Id;
        }
        long? next = finding.Messages.Count < Findable.Most ? null : finding.Messages[0].Id;
        if (finding.Next != next)
        {
            yield return $"{finding.Messages.Count}, and more before {finding.Next?.ToString() ?? "nothing"}";
        }
    }
}
