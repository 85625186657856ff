using System.Text.Json;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// Asks for whatever message, also for those that its person may not read. Meanwhile the client does not move between rooms: what it asked
/// for while it was in a room may come behind that.
/// </summary>
internal sealed class Inquirer(ChaosClient client, PastReader past, Recorder recorder, ClientRecord record)
{
    private readonly Lock _lock = new();

    /// <summary>Looks for a text, and writes down what it finds.</summary>
    public Task SearchAsync(string text, long? before) => AskAsync(async () =>
    {
        if (await FindAsync(text, before).ConfigureAwait(false) is { } finding)
        {
            Note(finding);
        }
    });

    /// <summary>Asks for what is before an id.</summary>
    public Task ReadBackAsync(long id, PlaceName place) => AskAsync(() => past.BeforeAsync(id, place));

    /// <summary>Asks for what is around an id.</summary>
    public Task ReadAroundAsync(long id, PlaceName place) => AskAsync(() => past.AroundAsync(id, place));

    /// <summary>Looks for a text.</summary>
    /// <returns><see langword="null"/> if there was no answer, or a refusal.</returns>
    public async Task<Finding?> FindAsync(string text, long? before = null)
    {
        var answer = await client.AskAsync("search", [text, before], _ => { }).ConfigureAwait(false);
        if (answer is not { Error: null })
        {
            return null;
        }
        var content = answer.Content.Nested(0);
        var next = content.GetProperty("next");
        return new Finding(
            text, before, PastReader.ReadAll(content.GetProperty("messages"), recorder), next.ValueKind == JsonValueKind.Null ? null : next.GetInt64(), answer.At);
    }

    /// <summary>Writes down what it found.</summary>
    public void Note(Finding finding)
    {
        lock (_lock)
        {
            record.Findings.Add(finding);
        }
    }

    private async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await client.PublicRooms.StandStillAsync(ask).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            recorder.Oddities.Enqueue($"client {record.Index} could not read what it asked for: {exception}");
        }
    }
}
