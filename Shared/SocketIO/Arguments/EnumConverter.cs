using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>
/// An enum as the framework has it, by the type's own converter if it has one, but from any form of a number: <c>1.0</c> and
/// <c>1e0</c> are 1.
/// </summary>
[RequiresDynamicCode("Makes a converter for each type of enum.")]
[RequiresUnreferencedCode("Makes a converter for each type of enum.")]
internal sealed class EnumConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Said of the whole class.")]
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(typeToConvert), JsonSerializerOptions.Default.GetConverter(typeToConvert))!;

    private sealed class EnumConverter<T>(JsonConverter framework) : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly JsonConverter<T> _framework = (JsonConverter<T>)framework;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.Number || reader.TryGetInt64(out _) || reader.TryGetUInt64(out _))
            {
                return _framework.Read(ref reader, typeToConvert, options);
            }
            // Every value of every enum is one of these exactly.
            if (!reader.TryGetDecimal(out var number) || !decimal.IsInteger(number))
            {
                throw new JsonException($"a number of type {typeToConvert.Name} is expected");
            }
            var plain = new Utf8JsonReader(System.Text.Encoding.ASCII.GetBytes(decimal.Truncate(number).ToString("0", CultureInfo.InvariantCulture)));
            plain.Read();
            return _framework.Read(ref plain, typeToConvert, options);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => _framework.Write(writer, value, options);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            _framework.ReadAsPropertyName(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            _framework.WriteAsPropertyName(writer, value, options);
    }
}
