using System.Globalization;
using System.Text.Json;

namespace SocketIO.Arguments;

/// <summary>
/// The object <c>{"_placeholder":true,"num":n}</c>, which stands for attachment n. On the wire its members may come in any
/// order, among others; a decoder rewrites such a one, so that behind it a placeholder is exactly this text, and an object
/// whose name for the mark has an escape is none.
/// </summary>
internal static class Placeholder
{
    /// <summary>The name by which an object is known as a placeholder.</summary>
    public static ReadOnlySpan<byte> Mark => "_placeholder"u8;

    /// <summary>The name of the attachment's number.</summary>
    public static ReadOnlySpan<byte> Number => "num"u8;

    /// <summary>The text of a placeholder.</summary>
    public static byte[] TextOf(int number) =>
        System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"_placeholder":true,"num":{{number}}}"""));

    /// <summary>
    /// Reads a placeholder if the object at which the reader stands is one; then the reader stands at its closing
    /// brace, otherwise anywhere within the object.
    /// </summary>
    public static bool TryRead(ref Utf8JsonReader reader, out int number)
    {
        number = -1;
        return reader.Read() && IsName(reader, Mark)
            && reader.Read() && reader.TokenType == JsonTokenType.True
            && reader.Read() && IsName(reader, Number)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number) && number >= 0
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static bool IsName(in Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.TokenType == JsonTokenType.PropertyName && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual(name);
}
