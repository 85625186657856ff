using System.Text;

namespace Fuzz.Inputs;

/// <summary>The pieces that parsers trip over.</summary>
internal static class Tokens
{
    /// <summary>Numbers beyond what some type holds, and some that are hardly numbers.</summary>
    public static IReadOnlyList<byte[]> Numbers { get; } = Encode(
        "0", "-0", "-1", "00", "10", "11", "255", "65536", "2147483647", "2147483648", "-2147483649", "4294967296", "9007199254740993",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999999999", "1e999", "-1e-999", "1.5", ".5", "0x10", "+1", "NaN", "");

    /// <summary>All pieces, of every language that is spoken here.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. Numbers,
        .. Encode(
            "\"", "\\", "{", "}", "[", "]", ",", ":", "-", "/", "?", "%", "=", "&", " ", "\u0000", "\u001e", "\r\n", "\r\n\r\n", "\t",
            "null", "true", "\\u0000", "\\ud800", "\\udfff\\ud800", "\ufeff", "é", "😀", "b", "b4", "4", "2probe", "3probe", "5", "6", "1:", "0:",
            """{"_placeholder":true,"num":0}""", """{"_placeholder":true,"num":1}""", """{"_placeholder":true,"num":-1}""",
            """{"_placeholder":true,"num":10}""", """{"num":0,"_placeholder":true}""", """{"_placeholder":false,"num":0}""",
            """{"_placeholder":true,"num":0,"num":1}""", """{"_placeholder":true}""", """{"\u005fplaceholder":true,"num":0}""",
            "\"__proto__\":", "\"connect\"", "\"disconnect\"", "\"connect_error\"", "\"newListener\"", "451-", "5999999999-", "50-", "462-7", "/admin,", "/,", "//"),
        .. Encode(new string('[', 70), new string(']', 70), string.Concat(Enumerable.Repeat("{\"a\":", 70)), new string('[', 2_000), new string('9', 400)),
        // No UTF-8: a lone continuation, a cut sequence, a surrogate, an overlong form, beyond Unicode.
        [0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE, 0xFF],
        // MessagePack: lengths beyond the data, deep nesting, extensions, all numbers.
        [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], [0xDD, 0x7F, 0xFF, 0xFF, 0xFF], [0xDF, 0x7F, 0xFF, 0xFF, 0xFF], [0xDC, 0xFF, 0xFF], [0xDE, 0xFF, 0xFF],
        [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xDB, 0xFF, 0xFF, 0xFF, 0xFF], [0xC5, 0xFF, 0xFF], [0xC4, 0x00], [0xA0], [0xBF], [0xC1],
        [0xC7, 0xFF, 0x00], [0xC7, 0x08, 0x00], [0xC9, 0xFF, 0xFF, 0xFF, 0xFF, 0x00], [0xD4, 0x00, 0x00], [0xD5, 0x00, 0x00, 0x00], [0xD8, 0x01],
        [0xD7, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xD7, 0x00, 0x80, 0, 0, 0, 0, 0, 0, 0],
        [0xCF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0], [0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [0xCA, 0x7F, 0x80, 0, 0],
        [.. Enumerable.Repeat((byte)0x91, 200)], [.. Enumerable.Repeat(new byte[] { 0x81, 0xA1, 0x61 }, 70).SelectMany(pair => pair)],
        // The binary payload of protocol version 3.
        [0x00, 0x01, 0xFF, 0x34], [0x01, 0x09, 0x09, 0x09, 0xFF], [0x01, 0x01, 0xFF, 0x04], [0x00, 0x00, 0xFF],
    ];

    private static byte[][] Encode(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
