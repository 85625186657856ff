using System.Text.Json;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>Asks for parts of the past, and writes down what comes.</summary>
internal sealed class PastReader(ChaosClient client, Recorder recorder, ClientRecord record)
{
    private readonly Lock _lock = new();

    /// <summary>The messages before an id.</summary>
    /// <returns><see langword="null"/> if there was no answer, or a refusal.</returns>
    public Task<PageRead?> BeforeAsync(long id, PlaceName place) => AskAsync("older", id, place);

    /// <summary>A message and those around it.</summary>
    /// <returns><see langword="null"/> if there was no answer, or a refusal.</returns>
    public Task<PageRead?> AroundAsync(long id, PlaceName place) => AskAsync("around", id, place);

    /// <summary>The messages in an answer.</summary>
    public static IReadOnlyList<ReadMessage> ReadAll(JsonElement messages, Recorder recorder) =>
        [.. messages.EnumerateArray().Select(message => Read(message, recorder))];

    private static ReadMessage Read(JsonElement message, Recorder recorder)
    {
        var of = message.GetProperty("about").TryGetProperty("of", out var edited) ? edited.GetInt64() : 0;
        var found = recorder.Find(message.GetProperty("text").GetString(), of);
        return new ReadMessage(found?.Index ?? -1, message.GetProperty("id").GetInt64(), of);
    }

    private async Task<PageRead?> AskAsync(string @event, long id, PlaceName place)
    {
        var sentAt = 0L;
        var answer = await client.AskAsync(@event, [id, place.Argument], _ => sentAt = Clock.Now).ConfigureAwait(false);
        if (answer is not { Error: null })
        {
            return null;
        }
        var content = answer.Content.Nested(0);
        var page = new PageRead(
            place.Room, id, @event == "around", content.GetProperty("from").GetInt64(), ReadAll(content.GetProperty("messages"), recorder), sentAt, answer.At);
        lock (_lock)
        {
            record.Pages.Add(page);
        }
        return page;
    }
}
