using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Worker.Chat;

/// <summary>A name that a person, or a room, is given.</summary>
internal static class ChatName
{
    public const int MaxLength = 40;

    /// <summary>The name as it is shown: without white space at its ends, and with single blanks in it; <see langword="null"/> when it is
    /// none: empty, too long, or with characters in it that are not to be seen.</summary>
    public static string? From(string? given)
    {
        if (given is null || given.Length > 4 * MaxLength || !Utf16IsWhole(given))
        {
            return null;
        }
        var name = string.Join(' ', given.Normalize().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return name.Length is > 0 and <= MaxLength && name.EnumerateRunes().All(IsVisible) ? name : null;
    }

    /// <inheritdoc cref="From(string?)"/>
    public static string? From(JsonElement auth) =>
        auth.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? From(TextOf(name)) : null;

    /// <summary>What two names have in common that would be taken for each other.</summary>
    public static string KeyOf(string name) => name.Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static bool Utf16IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
