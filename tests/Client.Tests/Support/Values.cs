using System.Text.Json;

namespace Client.Tests.Support;

/// <summary>Values as they go to, and come from, the official client.</summary>
public static class Values
{
    /// <summary>Bytes, at any depth of an argument.</summary>
    public static Dictionary<string, string> Bytes(params byte[] bytes) => new() { ["$binary"] = Convert.ToBase64String(bytes) };

    /// <summary>JSON to compare by.</summary>
    public static string Json(object? value) => JsonSerializer.Serialize(value);

    /// <summary>The arguments of each event, as JSON.</summary>
    public static string[] Arguments(this IEnumerable<ReceivedEvent> events) => [.. events.Select(received => Json(received.Args))];
}
