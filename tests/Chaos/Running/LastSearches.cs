using Chaos.Clients;
using Chaos.Record;
using Chaos.Verification;
using Testing;

namespace Chaos.Running;

/// <summary>
/// Lets every client of a person look for some of what it may read, when all is settled. What is stored is to be found a moment later, so it
/// looks until it finds that; what it found last is the verdict's to judge.
/// </summary>
/// <param name="clients">All clients.</param>
/// <param name="stored">What is stored.</param>
internal sealed class LastSearches(IEnumerable<ChaosClient> clients, IReadOnlyList<StoredRow> stored)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>Who was not answered.</returns>
    public async Task<IReadOnlyList<string>> RunAsync() =>
        [.. (await Task.WhenAll(clients.Where(client => client.Person is not null).Select(SearchAsync)).ConfigureAwait(false)).OfType<string>()];

    /// <summary>A few of each kind, the newest first: as they were said, as they are after an edit, as they were before one, and private ones.</summary>
    private static IEnumerable<StoredRow> Choose(StoredRow[] readable, string person)
    {
        var newest = readable.OrderByDescending(row => row.Id).ToArray();
        var now = Findable.LastEdits(readable);
        return
        [
            .. newest.Where(row => row.Replaces is null && !now.ContainsKey(row.Id)).Take(2),
            .. newest.Where(row => now.GetValueOrDefault(row.Replaces ?? 0) == row && !row.IsDeletion).Take(1),
            .. newest.Where(row => now.GetValueOrDefault(row.Id) is { IsDeletion: false }).Take(1),
            .. newest.Where(row => now.GetValueOrDefault(row.Id) is { IsDeletion: true }).Take(1),
            .. newest.Where(row => !row.IsDeletion && Findable.IsPrivateOf(row.Room, person)).Take(2),
        ];
    }

    private async Task<string?> SearchAsync(ChaosClient client)
    {
        var person = client.Person!.Id;
        var rooms = client.PublicRooms.Joined;
        var readable = Findable.Readable(stored, person, rooms);
        foreach (var row in Choose(readable, person))
        {
            var expected = Findable.Of(readable, row.Content).Select(found => found.Id).ToArray();
            Finding? last = null;
            try
            {
                await Eventually.TrueAsync(
                    async () =>
                    {
                        last = await client.Inquirer.FindAsync(row.Content).ConfigureAwait(false) ?? last;
                        return last?.Messages.Select(message => message.Id).SequenceEqual(expected) == true;
                    },
                    "what is stored, to be found", Patience).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                if (last is null)
                {
                    return $"client {client.Record.Index} looked for {row.Content} in vain: {exception.Message}";
                }
            }
            client.Inquirer.Note(last! with { Rooms = rooms });
        }
        return null;
    }
}
