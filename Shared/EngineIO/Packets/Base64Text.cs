using System.Buffers;
using System.Buffers.Text;

namespace EngineIO.Packets;

/// <summary>
/// Base64 as Node's <c>Buffer.from(text, "base64")</c> takes it, and so the reference: with or without padding, in the
/// alphabet of URLs too, with white space. Other characters, which Node skips, are refused.
/// </summary>
internal static class Base64Text
{
    private const int Group = 4;
    private const byte Padding = (byte)'=';
    private const int Invalid = -1;
    private const int Space = -2;

    private static readonly SearchValues<byte> Unusual = SearchValues.Create("-_ \t\r\n"u8);

    private static readonly sbyte[] Values = MakeValues();

    /// <summary>Decodes into the buffer's beginning; false, with the buffer spoilt, if it holds anything else.</summary>
    public static bool TryDecodeInPlace(Span<byte> text, out int length)
    {
        // Looked at first, since an attempt that fails has overwritten the text already. What clients send by themselves
        // is padded and of the standard alphabet.
        if (text.Length % Group != 0 || text.ContainsAny(Unusual))
        {
            return TryDecodeLoosely(text, out length);
        }
        // The framework refuses a last group with bits that make no whole byte.
        var last = text.Length > 0 && text[^1] == Padding ? text[^Group..] : default;
        if (Base64.DecodeFromUtf8InPlace(text[..^last.Length], out length) != OperationStatus.Done ||
            !TryDecodeLoosely(last, out var more))
        {
            return false;
        }
        last[..more].CopyTo(text[length..]);
        length += more;
        return true;
    }

    private static bool TryDecodeLoosely(Span<byte> text, out int length)
    {
        length = 0;
        var bits = 0;
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == Padding)
            {
                // Bits that make no whole byte say nothing.
                return HoldsOnlyPadding(text[i..]);
            }
            var value = (int)Values[text[i]];
            if (value == Invalid)
            {
                return false;
            }
            if (value == Space)
            {
                continue;
            }
            bits = ((bits << 6) | value) & 0xFFFF;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                // Never ahead of what was read: three bytes for four characters.
                text[length++] = (byte)(bits >> count);
            }
        }
        return true;
    }

    private static bool HoldsOnlyPadding(ReadOnlySpan<byte> rest)
    {
        foreach (var character in rest)
        {
            if (character != Padding && Values[character] != Space)
            {
                return false;
            }
        }
        return true;
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)Invalid);
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        for (var i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = (sbyte)i;
        }
        values['-'] = values['+'];
        values['_'] = values['/'];
        foreach (var space in " \t\r\n"u8)
        {
            values[space] = Space;
        }
        return values;
    }
}
