using Chaos.Record;

namespace Chaos.Verification;

/// <summary>
/// What a client is given of the past is what is stored there, without a gap; behind it is what stands now in place of what was edited since.
/// </summary>
internal static class PageCheck
{
    private const string Rule = "the past is as it is stored";

    /// <summary>How many the chat gives at a time; of those around one, half of them behind it.</summary>
    private const int Size = 50;

    public static void Run(RunHistory history, Dictionary<string, PlaceRows> places, ICollection<Violation> violations)
    {
        foreach (var client in history.Clients)
        {
            foreach (var page in client.Pages)
            {
                var rows = places.GetValueOrDefault(page.Room, PlaceRows.Empty);
                // One of each page: where one is missing, all behind it are out of place.
                if (new Comparison(history, page, rows).Faults().FirstOrDefault() is { } fault)
                {
                    violations.Add(new Violation(Rule, $"client {client.Index} was given what is {page}, and {fault}", Client: client.Index, At: page.At));
                }
            }
        }
    }

    /// <summary>One answer, beside what is stored.</summary>
    private sealed class Comparison
    {
        private readonly RunHistory _history;
        private readonly PageRead _page;
        private readonly PlaceRows _rows;

        // Which rows were to come; those at the end may have been stored too late for it.
        private readonly int _first;
        private readonly int _end;

        // How many of them came.
        private readonly int _count;

        public Comparison(RunHistory history, PageRead page, PlaceRows rows)
        {
            (_history, _page, _rows) = (history, page, rows);
            if (page.IsAround)
            {
                var middle = rows.IndexAfter(page.Asked);
                (_first, _end) = (Math.Max(0, middle - (Size / 2)), Math.Min(rows.Rows.Count, middle + (Size / 2)));
            }
            else
            {
                // Before the largest number there is, which clients ask with, it may have been any that was the last.
                var last = page.Messages.Select(message => message.Id).Where(id => id < page.Asked).DefaultIfEmpty().Last();
                _end = rows.IndexAfter(page.Asked - 1);
                _first = Math.Max(0, (last == 0 ? _end : rows.IndexAfter(last)) - Size);
            }
            while (_count < page.Messages.Count && _first + _count < _end && page.Messages[_count].Id == rows.Rows[_first + _count].Id)
            {
                _count++;
            }
        }

        public IEnumerable<string> Faults() => FaultsOfMessages().Concat(FaultsOfThePage()).Concat(FaultsOfChanges());

        private IEnumerable<string> FaultsOfMessages() =>
            from message in _page.Messages
            let row = _rows.Find(message.Id)
            where row is null || _history.MessageIn(row)?.Index != message.Message || (row.Replaces ?? 0) != message.Of
            select $"got {(message.Message < 0 ? "something" : MessageText.Of(message.Message))} as {message.Id}, of {message.Of}, where {row?.ToString() ?? "nothing"} is stored";

        private IEnumerable<string> FaultsOfThePage()
        {
            var rest = _rows.Rows.Take(_end).Skip(_first + _count);
            // Where the client asks with an id that it was given, all that is before that is stored.
            if (rest.FirstOrDefault(row => WasStored(row) || row.Id <= _page.Asked && _page.Asked != PageRead.Newest) is { } missing)
            {
                yield return $"{missing} was missing behind {_count} of {_end - _first}";
            }
            if (_page.From != (_count > 0 ? _page.Messages[0].Id : 1) && !(_page.From == 1 && _first == 0))
            {
                yield return $"it was said to be all from {_page.From} on";
            }
        }

        private IEnumerable<string> FaultsOfChanges()
        {
            var shown = _page.Messages.Take(_count).Select(message => message.Id).ToHashSet();
            var changes = _page.Messages.Skip(_count).ToLookup(message => message.Of);
            var last = _page.IsAround ? _page.Messages.Take(_count).Select(message => message.Id).LastOrDefault() : _page.Asked - 1;
            foreach (var change in _page.Messages.Skip(_count).Where(message => !shown.Contains(message.Of) || message.Id <= last))
            {
                yield return $"{change.Id} came behind it, of {change.Of}";
            }
            foreach (var id in shown)
            {
                var now = _rows.EditsOf(id).LastOrDefault(row => row.Id > last && WasStored(row));
                var told = changes[id].ToArray();
                if (now is not null && !told.Any(change => change.Id >= now.Id) || told.Length > 1)
                {
                    yield return $"of {id} it was told [{string.Join(", ", told.Select(change => change.Id))}], where {now?.Id} stands";
                }
            }
        }

        private bool WasStored(StoredRow row) => _history.MessageIn(row)?.AckedAt < _page.SentAt;
    }
}
