using Chaos.Record;

namespace Chaos.Verification;

/// <summary>Every acknowledged message of the chat is stored once, in its place, under the id of its acknowledgement; ids have no gap.</summary>
internal static class StoreCheck
{
    public static void Run(RunHistory history, ICollection<Violation> violations)
    {
        var expected = history.FormerId;
        foreach (var row in history.Stored)
        {
            if (row.Id != ++expected)
            {
                violations.Add(new Violation("ids without a gap", $"id {row.Id} is stored where {expected} should be"));
                expected = row.Id;
            }
        }
        var byText = history.Stored.Where(row => row.IsMessage).ToLookup(row => row.Token);
        foreach (var message in history.Messages.Where(message => message.IsStored))
        {
            var rows = byText[message.Text].ToArray();
            if (rows.Length > 1)
            {
                Report($"{message} is stored as {string.Join(", ", rows.Select(row => row.Id))}");
            }
            else if (message.IsAcked && rows.Length == 0)
            {
                Report($"{message} is not stored");
            }
            else if (message.IsAcked && rows[0].Id != message.Id)
            {
                Report($"{message} is stored as {rows[0].Id}");
            }

            if (rows.Length > 0 && rows[0].Room != (message.Room ?? ""))
            {
                Report($"{message} is stored in \"{rows[0].Room}\"");
            }

            void Report(string what) => violations.Add(new Violation("stored once", what, message.Index, message.Sender, message.SentAt));
        }
        foreach (var row in history.Stored.Where(row => row.IsMessage && history.MessageIn(row) is not { IsStored: true, Tries: > 0 }))
        {
            violations.Add(new Violation("stored once", $"row {row.Id} holds \"{row.Content}\", which nobody sent"));
        }
    }
}
