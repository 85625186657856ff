using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>
/// A tuple is an array: <c>(1, "a")</c> is <c>[1,"a"]</c>, where System.Text.Json has <c>{}</c>. Within other values it needs
/// code that is made at run time; a tuple that is an argument itself does not.
/// </summary>
[RequiresDynamicCode("Makes a converter for each type of tuple.")]
[RequiresUnreferencedCode("Makes a converter for each type of tuple.")]
[UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "Said of the whole class.")]
internal sealed class TupleConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeof(ITuple).IsAssignableFrom(typeToConvert) && typeToConvert.IsGenericType;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(TupleConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class TupleConverter<T> : JsonConverter<T>
        where T : ITuple
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var types = typeToConvert.GetGenericArguments();
            // An eighth is a tuple of the rest.
            if (reader.TokenType != JsonTokenType.StartArray || types.Length > 7)
            {
                throw new JsonException("an array is expected");
            }
            var items = new object?[types.Length];
            for (var i = 0; i < items.Length; i++)
            {
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                {
                    throw new JsonException($"an array of {items.Length} items is expected");
                }
                items[i] = JsonSerializer.Deserialize(ref reader, options.GetTypeInfo(types[i]));
            }
            return reader.Read() && reader.TokenType == JsonTokenType.EndArray
                ? (T)Activator.CreateInstance(typeToConvert, items)!
                : throw new JsonException($"an array of {items.Length} items is expected");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            for (var i = 0; i < value.Length; i++)
            {
                if (value[i] is { } item)
                {
                    JsonSerializer.Serialize(writer, item, options.GetTypeInfo(item.GetType()));
                }
                else
                {
                    writer.WriteNullValue();
                }
            }
            writer.WriteEndArray();
        }
    }
}
