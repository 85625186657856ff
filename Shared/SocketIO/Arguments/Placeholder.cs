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
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("_placeholder"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.True
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("num"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number) && number >= 0
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }
}
