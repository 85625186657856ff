using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>
/// A number as JavaScript has it, where there is one kind of number only: <c>1.0</c> and <c>1e3</c> are integers, one beyond
/// the range of a floating-point type is infinity, and what is not finite is written as <c>null</c>.
/// </summary>
internal sealed class NumberConverter<T> : JsonConverter<T>
    where T : struct, INumber<T>
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && T.TryParse(reader.ValueSpan, Style, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        return reader.TokenType == JsonTokenType.String ? ReadText(reader.GetString()!, options) : throw NotANumber();
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (!T.IsFinite(value) && !options.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals))
        {
            writer.WriteNullValue();
        }
        else if (!T.IsFinite(value) || options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString))
        {
            writer.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            Span<byte> text = stackalloc byte[64];
            value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            writer.WriteRawValue(text[..length], skipInputValidation: true);
        }
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), Style, CultureInfo.InvariantCulture, out var number) ? number : throw NotANumber();

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString(null, CultureInfo.InvariantCulture));

    private static T ReadText(string text, JsonSerializerOptions options)
    {
        if (options.NumberHandling.HasFlag(JsonNumberHandling.AllowReadingFromString)
            && T.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && T.IsFinite(number))
        {
            return number;
        }
        return options.NumberHandling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals) && text is "NaN" or "Infinity" or "-Infinity"
            && T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var named)
            ? named
            : throw NotANumber();
    }

    private static JsonException NotANumber() => new($"a number of type {typeof(T).Name} is expected");
}
