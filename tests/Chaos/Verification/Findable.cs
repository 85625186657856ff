using Chaos.Record;

namespace Chaos.Verification;

/// <summary>What somebody who searches is to find, of what is stored.</summary>
internal static class Findable
{
    /// <summary>How many the chat answers with at the most.</summary>
    public const int Most = 20;

    /// <summary>What somebody may read.</summary>
    /// <param name="rows">All that is stored.</param>
    /// <param name="person">Who searches.</param>
    /// <param name="rooms">The public rooms that the client is in.</param>
    public static StoredRow[] Readable(IEnumerable<StoredRow> rows, string person, IReadOnlyCollection<string> rooms) =>
        [.. rows.Where(row => row.IsMessage && (row.Room.Length == 0 || rooms.Contains(row.Room) || IsPrivateOf(row.Room, person)))];

    /// <summary>Whether it is a private conversation of somebody's.</summary>
    public static bool IsPrivateOf(string room, string person) => room.Split('/') is ["private", var one, var other] && (one == person || other == person);

    /// <summary>What is to be found of it: the newest that have a word with this beginning, and nothing in whose place another one stands.</summary>
    public static StoredRow[] Of(StoredRow[] readable, string text)
    {
        var now = LastEdits(readable);
        return [.. readable
            .Where(row => !row.IsDeletion && HasWord(row, text) && now.GetValueOrDefault(row.Replaces ?? row.Id, row) == row)
            .OrderBy(row => row.Id)
            .TakeLast(Most)];
    }

    /// <summary>What stands in place of the edited ones, by their ids.</summary>
    public static Dictionary<long, StoredRow> LastEdits(IEnumerable<StoredRow> rows) => rows
        .Where(row => row.Replaces is not null)
        .GroupBy(row => row.Replaces!.Value)
        .ToDictionary(edits => edits.Key, edits => edits.MaxBy(row => row.Id)!);

    /// <summary>Whether the text of a row has a word that begins as that of another text: <c>(m170)</c> as <c>(m17)</c>, or <c>(m1</c>.</summary>
    public static bool HasWord(StoredRow row, string text) => row.Content.StartsWith(text.TrimEnd(')'), StringComparison.Ordinal);
}
