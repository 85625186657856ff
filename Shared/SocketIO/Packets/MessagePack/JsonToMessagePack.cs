using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.MessagePack;

/// <summary>Rewrites JSON as MessagePack, placeholders as the binary values that they stand for.</summary>
internal static class JsonToMessagePack
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1_000 };

    public static void Write(MessagePackWriter writer, ReadOnlySpan<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        WriteValue(writer, ref reader, attachments);
    }

    private static void WriteValue(MessagePackWriter writer, ref Utf8JsonReader reader, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                if (!TryWriteBinary(writer, ref reader, attachments))
                {
                    WriteObject(writer, ref reader, attachments);
                }
                break;
            case JsonTokenType.StartArray:
                WriteArray(writer, ref reader, attachments);
                break;
            case JsonTokenType.String or JsonTokenType.PropertyName:
                WriteString(writer, reader);
                break;
            case JsonTokenType.Number:
                WriteNumber(writer, reader);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                writer.Boolean(reader.TokenType == JsonTokenType.True);
                break;
            default:
                writer.Nil();
                break;
        }
    }

    private static bool TryWriteBinary(MessagePackWriter writer, ref Utf8JsonReader reader, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var ahead = reader;
        if (attachments.Count == 0 || !Placeholder.TryRead(ref ahead, out var number) || number >= attachments.Count)
        {
            return false;
        }
        reader = ahead;
        writer.Binary(attachments[number].Span);
        return true;
    }

    private static void WriteObject(MessagePackWriter writer, ref Utf8JsonReader reader, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        writer.Map(CountItems(reader) / 2);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            WriteString(writer, reader);
            reader.Read();
            WriteValue(writer, ref reader, attachments);
        }
    }

    private static void WriteArray(MessagePackWriter writer, ref Utf8JsonReader reader, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        writer.Array(CountItems(reader));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            WriteValue(writer, ref reader, attachments);
        }
    }

    /// <summary>The tokens directly within the object or array at which the reader stands: names and values.</summary>
    private static int CountItems(Utf8JsonReader ahead)
    {
        var count = 0;
        while (ahead.Read() && ahead.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            count++;
            if (ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                ahead.Skip();
            }
        }
        return count;
    }

    private static void WriteString(MessagePackWriter writer, in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            writer.String(reader.ValueSpan);
            return;
        }
        try
        {
            writer.String(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // An escape that is no Unicode text, such as a lone surrogate: as it stands.
            writer.String(reader.ValueSpan);
        }
    }

    private static void WriteNumber(MessagePackWriter writer, in Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
        {
            writer.Integer(integer);
        }
        else if (reader.TryGetUInt64(out var unsigned))
        {
            writer.Unsigned(unsigned);
        }
        else if (reader.TryGetDouble(out var number))
        {
            writer.Float(number);
        }
        else
        {
            writer.Nil();
        }
    }
}
