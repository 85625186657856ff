using System.Text.Json;

namespace Worker.Chat;

/// <summary>What everybody knows of a person beside the id.</summary>
/// <param name="Name">The name that the person has chosen; <see langword="null"/> for none.</param>
internal sealed record ChatPerson(string? Name)
{
    /// <summary>The name in what presence says of somebody.</summary>
    public static string? NameIn(JsonElement? data) =>
        data is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty("name", out var name) ? name.GetString() : null;
}
