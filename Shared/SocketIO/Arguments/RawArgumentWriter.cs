using System.Text.Json;

namespace SocketIO.Arguments;

/// <summary>Passes a received argument on as it came, with its placeholders numbered anew.</summary>
internal static class RawArgumentWriter
{
    public static void Write(Utf8JsonWriter writer, in EventArgument argument, List<ReadOnlyMemory<byte>> attachments)
    {
        if (argument.Json.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else if (argument.Attachments.Count == 0)
        {
            writer.WriteRawValue(argument.Json.Span, skipInputValidation: true);
        }
        else
        {
            Renumber(writer, argument, attachments);
        }
    }

    private static void Renumber(Utf8JsonWriter writer, in EventArgument argument, List<ReadOnlyMemory<byte>> attachments)
    {
        var reader = new Utf8JsonReader(argument.Json.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && TryTakePlaceholder(ref reader, argument, out var bytes))
            {
                AttachmentScope.WritePlaceholder(writer, attachments.Count);
                attachments.Add(bytes);
            }
            else
            {
                WriteToken(writer, ref reader);
            }
        }
    }

    private static bool TryTakePlaceholder(ref Utf8JsonReader reader, in EventArgument argument, out ReadOnlyMemory<byte> bytes)
    {
        var ahead = reader;
        if (Placeholder.TryRead(ref ahead, out var number) && number < argument.Attachments.Count)
        {
            reader = ahead;
            bytes = argument.Attachments[number];
            return true;
        }
        bytes = default;
        return false;
    }

    private static void WriteToken(Utf8JsonWriter writer, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                // Numbers keep their digits: they may not fit a double or a decimal.
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
