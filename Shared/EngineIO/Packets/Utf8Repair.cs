using System.Buffers;
using System.Text;

namespace EngineIO.Packets;

/// <summary>
/// Makes valid UTF-8 of bytes that are none, as Node does when it reads a body as text: what is ill-formed, such as half an
/// emoji or a surrogate, becomes U+FFFD. Unchanged it would go out in other clients' WebSocket text frames and break their
/// connections.
/// </summary>
internal static class Utf8Repair
{
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>
    /// A repaired copy; null if that would be larger than <paramref name="maxBytes"/>. One byte may become three, and the
    /// reference too counts what it has decoded.
    /// </summary>
    public static byte[]? Repair(ReadOnlySpan<byte> text, int maxBytes)
    {
        var length = Measure(text);
        if (length > maxBytes)
        {
            return null;
        }
        var repaired = new byte[length];
        var rest = repaired.AsSpan();
        while (!text.IsEmpty)
        {
            var valid = ValidPrefix(text);
            text[..valid].CopyTo(rest);
            text = text[valid..];
            rest = rest[valid..];
            if (!text.IsEmpty)
            {
                Replacement.CopyTo(rest);
                rest = rest[Replacement.Length..];
                text = text[IllFormedPrefix(text)..];
            }
        }
        return repaired;
    }

    private static long Measure(ReadOnlySpan<byte> text)
    {
        var length = 0L;
        while (!text.IsEmpty)
        {
            var valid = ValidPrefix(text);
            length += valid;
            text = text[valid..];
            if (!text.IsEmpty)
            {
                length += Replacement.Length;
                text = text[IllFormedPrefix(text)..];
            }
        }
        return length;
    }

    private static int ValidPrefix(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Rune.DecodeFromUtf8(text[at..], out _, out var consumed) == OperationStatus.Done)
        {
            at += consumed;
        }
        return at;
    }

    // The longest beginning of a character, or else one byte: as the Encoding Standard counts, and so Node.
    private static int IllFormedPrefix(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out _, out var consumed);
        return consumed;
    }
}
