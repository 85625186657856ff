using System.Buffers.Text;

namespace SocketIO.Arguments;

/// <summary>
/// Half a surrogate pair, written as an escape: JSON allows it and JavaScript takes it, as of a text cut within an emoji,
/// but .NET refuses the whole string. It becomes U+FFFD, in its place, since both have six characters as escapes.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    /// <summary>Replaces each lone half in the text of a valid JSON string that has escapes.</summary>
    public static void Replace(Span<byte> text)
    {
        for (var at = text.IndexOf((byte)'\\'); at >= 0; at = NextEscape(text, at))
        {
            if (text[at + 1] != (byte)'u')
            {
                at += 2;
                continue;
            }
            var unit = Unit(text, at);
            if (char.IsHighSurrogate(unit) && IsLowAt(text, at + EscapeLength))
            {
                at += 2 * EscapeLength;
                continue;
            }
            if (char.IsSurrogate(unit))
            {
                Replacement.CopyTo(text[at..]);
            }
            at += EscapeLength;
        }
    }

    // From where the last escape ended, or -1.
    private static int NextEscape(ReadOnlySpan<byte> text, int from)
    {
        var next = text[from..].IndexOf((byte)'\\');
        return next < 0 ? -1 : from + next;
    }

    private static bool IsLowAt(ReadOnlySpan<byte> text, int at) =>
        at + EscapeLength <= text.Length && text[at] == (byte)'\\' && text[at + 1] == (byte)'u' && char.IsLowSurrogate(Unit(text, at));

    private static char Unit(ReadOnlySpan<byte> text, int escape) =>
        Utf8Parser.TryParse(text.Slice(escape + 2, 4), out ushort unit, out _, 'X') ? (char)unit : '\0';
}
