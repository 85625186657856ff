using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SocketIO.Sequencer.Storage;

/// <summary>
/// What of a text is looked for: its words, runs of letters, digits and marks. Case and diacritics are left to the index, which folds what is
/// stored and what is asked for alike. Each word is stored behind a mark of its room, in one token: so whoever looks for the beginning of a
/// word walks over the words of that room and over nobody else's.
/// </summary>
internal static class Words
{
    /// <summary>Longer ones are no words, but data.</summary>
    private const int MaxLength = 64;

    /// <summary>How much of an event is indexed at the most.</summary>
    private const int MaxText = 64 * 1024;

    private const int MaxQuestion = 200;
    private const int MaxWords = 10;

    /// <summary>The mark of a room: always as long, so that no mark and word are those of another room.</summary>
    public static string PlaceOf(HistoryRoom room)
    {
        var name = Encoding.UTF8.GetBytes($"{room.History.Length}:{room.History}{room.Room}");
        return Convert.ToHexStringLower(SHA256.HashData(name).AsSpan(0, 8));
    }

    /// <summary>What is indexed of an event; empty when it has no words. Of JSON those are its texts, without the names of members.</summary>
    public static string ToIndex(HistoryRoom room, string content, bool isJson)
    {
        var tokens = new StringBuilder();
        var place = PlaceOf(room);
        var left = MaxText;
        foreach (var text in isJson ? TextsOf(content) : [content])
        {
            foreach (var word in Split(text.Length <= left ? text : text[..left]))
            {
                tokens.Append(place).Append(word).Append(' ');
            }
            left -= Math.Min(left, text.Length);
        }
        return tokens.ToString();
    }

    /// <summary>What is asked of the index: all words, each as the beginning of one. Null when there is none.</summary>
    public static string? ToQuestion(HistoryRoom room, string text)
    {
        var place = PlaceOf(room);
        var words = Split(text.Length <= MaxQuestion ? text : text[..MaxQuestion]).Distinct().Take(MaxWords).Select(word => $"\"{place}{word}\"*");
        var question = string.Join(" AND ", words);
        return question.Length == 0 ? null : question;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (start, hasLetter) = (-1, false);
        for (var i = 0; i <= text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            var kind = i < text.Length ? KindOf(rune) : Kind.Other;
            if (kind != Kind.Other)
            {
                start = start < 0 ? i : start;
                hasLetter |= kind == Kind.Letter;
            }
            else if (start >= 0)
            {
                // A mark alone would vanish, and what is left of its token is the mark of the room: everything.
                if (hasLetter && i - start <= MaxLength)
                {
                    yield return text[start..i];
                }
                (start, hasLetter) = (-1, false);
            }
            i += Math.Max(length, 1);
        }
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber => Kind.Letter,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Mark,
        _ => Kind.Other,
    };

    private static List<string> TextsOf(string json)
    {
        var texts = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 2_000 });
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String)
                {
                    texts.Add(reader.GetString()!);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not ours, or with a lone surrogate: what was read counts.
        }
        return texts;
    }

    private enum Kind
    {
        Other,
        Mark,
        Letter,
    }
}
