using System.Text;
using System.Text.Json;
using CsCheck;

namespace SocketIO.Tests.Support;

/// <summary>Random arguments, and one spelling for those that were sent and those that arrived.</summary>
internal static class JsonValues
{
    private static readonly string[] Pieces =
        ["a", "Z9", " ", "\"", "\\", "/", "<&>'", "é", "ß€", "😀", "\n\t", "\u0000", "\u007f", "\u2028", "_placeholder", "num", "{}", "[1]", ","];

    public static Gen<string> Text { get; } = Gen.OneOf(Pieces).Array[0, 4].Select(pieces => string.Concat(pieces));

    private static readonly Gen<object?> Leaves = Gen.OneOf<object?>(
        Text.Select(text => (object?)text),
        Gen.Int.Select(number => (object?)number),
        Gen.Long.Select(number => (object?)number),
        Gen.Bool.Select(flag => (object?)flag),
        Gen.Bool.Select(_ => (object?)null),
        Gen.Byte.Array[0, 6].Select(bytes => (object?)bytes));

    public static Gen<object?> Value { get; } = Nest(Nest(Nest(Leaves)));

    /// <summary>How a value that is to be sent reads.</summary>
    public static string Spell(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => Quote(text),
        byte[] bytes => Convert.ToHexString(bytes),
        object?[] items => $"[{string.Join(',', items.Select(Spell))}]",
        Dictionary<string, object?> members => $"{{{string.Join(',', members.Select(member => Quote(member.Key) + ":" + Spell(member.Value)))}}}",
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    /// <summary>How a received argument reads.</summary>
    public static string Spell(EventArgument argument)
    {
        using var document = JsonDocument.Parse(argument.Json);
        return Spell(document.RootElement, argument.Attachments);
    }

    private static string Spell(JsonElement element, IReadOnlyList<ReadOnlyMemory<byte>> attachments) => element.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(item => Spell(item, attachments)))}]",
        JsonValueKind.Object when element.TryGetProperty("_placeholder", out var mark) && mark.ValueKind == JsonValueKind.True =>
            Convert.ToHexString(attachments[element.GetProperty("num").GetInt32()].Span),
        JsonValueKind.Object => $"{{{string.Join(',', element.EnumerateObject().Select(member => Quote(member.Name) + ":" + Spell(member.Value, attachments)))}}}",
        JsonValueKind.String => Quote(element.GetString()!),
        _ => element.GetRawText(),
    };

    private static string Quote(string text) => $"'{Convert.ToHexString(Encoding.Unicode.GetBytes(text))}'";

    private static Gen<object?> Nest(Gen<object?> inner) => Gen.Frequency(
        (3, Leaves),
        (1, inner.Array[0, 3].Select(items => (object?)items)),
        // An object of the application's own that looks like a placeholder cannot be told from one: that is the protocol's.
        (1, Gen.Select(Text.Where(name => name != "_placeholder"), inner).Array[0, 3].Select(members =>
            (object?)members.DistinctBy(member => member.Item1).ToDictionary(member => member.Item1, member => member.Item2))));
}
