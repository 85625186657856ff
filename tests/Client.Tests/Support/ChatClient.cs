using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Client.Tests.Support;

/// <summary>A message as a client was shown it.</summary>
public sealed record ShownMessage(string Text, long Id)
{
    /// <summary>What stands behind the id; two are equal without it.</summary>
    public JsonElement About { get; init; }

    public bool Equals(ShownMessage? other) => other is not null && (other.Text, other.Id) == (Text, Id);

    public override int GetHashCode() => HashCode.Combine(Text, Id);
}

/// <summary>What the chat's clients do.</summary>
public static class ChatClient
{
    private const string Event = "chat message";

    /// <summary>The public id of whoever has a secret.</summary>
    public static string PersonOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"chat person {secret}")))[..24];

    /// <summary>Sends a message and waits for its acknowledgement.</summary>
    public static async Task<JsonElement> SayAsync(this NodeSocket client, params object?[] arguments) =>
        (await client.AskAsync(Event, arguments)).Single();

    /// <summary>Sends a message and waits for its id.</summary>
    public static async Task<long> SayForIdAsync(this NodeSocket client, string text, string key) =>
        (await client.SayAsync(text, key)).GetProperty("id").GetInt64();

    /// <summary>Sends a message that the client sends again until it is acknowledged, and waits for its id.</summary>
    public static async Task<long> SayWithRetriesAsync(this NodeSocket client, string text, string key) =>
        (await client.AskWithRetriesAsync(TimeSpan.FromSeconds(60), Event, text, key)).Single().GetProperty("id").GetInt64();

    /// <summary>The messages that it was shown since its beginning.</summary>
    public static async Task<IReadOnlyList<ShownMessage>> ShownAsync(this NodeSocket client) =>
        [.. (await client.ReceivedAsync(Event)).Select(Read)];

    /// <summary>Waits until it was shown so many.</summary>
    public static async Task<IReadOnlyList<ShownMessage>> WaitShownAsync(this NodeSocket client, int count, TimeSpan? timeout = null) =>
        [.. (await client.WaitAsync(Event, count, timeout)).Select(Read)];

    /// <summary>Waits until it was shown a certain one.</summary>
    /// <returns>All so far.</returns>
    public static async Task<IReadOnlyList<ShownMessage>> WaitShownIdAsync(this NodeSocket client, long id)
    {
        IReadOnlyList<ShownMessage> shown = [];
        await Eventually.TrueAsync(async () => (shown = await client.ShownAsync()).Any(message => message.Id == id), $"message {id} at {client.Name}");
        return shown;
    }

    private static ShownMessage Read(ReceivedEvent received)
    {
        // What can be recovered has its offset as a last argument; of stored messages only the newest has one.
        Assert.That(received.Args, Has.Count.EqualTo(3).Or.Count.EqualTo(4));
        Assert.That(received.Args[2].ValueKind, Is.EqualTo(JsonValueKind.Object));
        Assert.That(received.Args.Skip(3).Select(offset => offset.ValueKind), Is.All.EqualTo(JsonValueKind.String));
        return new ShownMessage(received.Args[0].GetString()!, received.Args[1].GetInt64()) { About = received.Args[2] };
    }
}
