using System.Buffers;
using System.Text.Json;

namespace SocketIO.Arguments;

/// <summary>Passes a received argument on as it came, byte by byte, with only its placeholders numbered anew.</summary>
internal static class RawArgumentWriter
{
    // It was checked when it came.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static void Write(Utf8JsonWriter writer, in EventArgument argument, List<ReadOnlyMemory<byte>>? attachments)
    {
        if (argument.Json.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else if (argument.Attachments.Count == 0 || attachments is null)
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
        var json = argument.Json.Span;
        var renumbered = new ArrayBufferWriter<byte>(json.Length + 16);
        var reader = new Utf8JsonReader(json, AnyDepth);
        var copied = 0;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType == JsonTokenType.StartObject && TryTakePlaceholder(ref reader, argument, out var bytes))
            {
                renumbered.Write(json[copied..start]);
                renumbered.Write(Placeholder.TextOf(attachments.Count));
                attachments.Add(bytes);
                copied = (int)reader.BytesConsumed;
            }
        }
        renumbered.Write(json[copied..]);
        writer.WriteRawValue(renumbered.WrittenSpan, skipInputValidation: true);
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
}
