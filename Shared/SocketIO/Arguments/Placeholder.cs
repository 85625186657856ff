using System.Text.Json;

namespace SocketIO.Arguments;

/// <summary>The object <c>{"_placeholder":true,"num":n}</c>, which stands for attachment n.</summary>
internal static class Placeholder
{
    /// <summary>
    /// Reads a placeholder if the object at which the reader stands is one; then the reader stands at its closing
    /// brace, otherwise anywhere within the object.
    /// </summary>
    public static bool TryRead(ref Utf8JsonReader reader, out int number)
    {
        number = -1;
        return reader.Read() && IsMark(reader)
            && reader.Read() && reader.TokenType == JsonTokenType.True
            && reader.Read() && IsNumber(reader)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number) && number >= 0
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>Whether the reader stands at the name by which an object is known as a placeholder.</summary>
    public static bool IsMark(in Utf8JsonReader reader) => IsName(reader, "_placeholder"u8);

    /// <summary>Whether the reader stands at the name of the attachment's number.</summary>
    public static bool IsNumber(in Utf8JsonReader reader) => IsName(reader, "num"u8);

    private static bool IsName(in Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // An escape in it is no text, such as a lone surrogate.
            return false;
        }
    }
}
