using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace EngineIO.Packets;

/// <summary>
/// JSONP, by which clients of protocol version 3 poll where no XMLHttpRequest may: an answer is a script that calls a
/// function of the page, and what the client sends is a field of a form.
/// </summary>
internal static partial class JsonpForm
{
    private const string Field = "d";

    /// <summary>The digits of the query's <c>j</c>, which choose the function; nothing else of it may get into a script.</summary>
    public static string IndexOf(string j) => string.Concat(j.Where(char.IsAsciiDigit));

    /// <summary>The script that hands a payload over. It is ASCII, and so means the same in every page.</summary>
    public static byte[] Wrap(string index, ReadOnlySpan<byte> payload)
    {
        var text = JsonEncodedText.Encode(Encoding.UTF8.GetString(payload), JavaScriptEncoder.Default).EncodedUtf8Bytes;
        return [.. "___eio["u8, .. Encoding.ASCII.GetBytes(index), .. "](\""u8, .. text, .. "\");"u8];
    }

    /// <summary>Takes the payload out of a form; false if there is none, or more than one.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> form, [NotNullWhen(true)] out byte[]? payload)
    {
        payload = null;
        string? found = null;
        foreach (var field in new QueryStringEnumerable(Encoding.UTF8.GetString(form)))
        {
            if (!field.DecodeName().Span.SequenceEqual(Field))
            {
                continue;
            }
            if (found is not null)
            {
                return false;
            }
            found = field.DecodeValue().ToString();
        }
        if (found is null)
        {
            return false;
        }
        payload = Encoding.UTF8.GetBytes(Newlines().Replace(found, match => match.Length == 2 ? "\n" : "\\n"));
        return true;
    }

    // A form turns newlines into CR LF. So the client writes a newline as backslash and n, and what was backslash and n
    // with one more backslash before it.
    [GeneratedRegex(@"\\?\\n", RegexOptions.CultureInvariant)]
    private static partial Regex Newlines();
}
