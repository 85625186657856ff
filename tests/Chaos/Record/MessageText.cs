using System.Globalization;

namespace Chaos.Record;

/// <summary>The text of a message names its place in the run: <c>m17</c>.</summary>
internal static class MessageText
{
    public static string Of(int index) => string.Create(CultureInfo.InvariantCulture, $"m{index}");

    /// <summary>The place; -1 if it is no text of a run.</summary>
    public static int IndexOf(string text) =>
        text.Length > 1 && text[0] == 'm' && int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
}
