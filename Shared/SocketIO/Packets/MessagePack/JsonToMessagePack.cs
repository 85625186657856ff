using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.MessagePack;

/// <summary>
/// Rewrites JSON as MessagePack, placeholders as the binary values that they stand for. MessagePack says of each array and map
/// how many items it has, before them: so the text is read twice, however deep it nests.
/// </summary>
internal static class JsonToMessagePack
{
    // It was checked, or written, before.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    public static void Write(MessagePackWriter writer, ReadOnlySpan<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var counts = CountItems(json, attachments);
        var next = 0;
        var reader = new Utf8JsonReader(json, AnyDepth);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject when TryTakeBinary(ref reader, attachments, out var bytes):
                    writer.Binary(bytes.Span);
                    break;
                case JsonTokenType.StartObject:
                    writer.Map(counts[next++] / 2);
                    break;
                case JsonTokenType.StartArray:
                    writer.Array(counts[next++]);
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
                case JsonTokenType.Null:
                    writer.Nil();
                    break;
                default:
                    // The end of an array or map, whose items were counted.
                    break;
            }
        }
    }

    /// <summary>The tokens directly within each array and object, names and values, in the order in which they begin.</summary>
    private static List<int> CountItems(ReadOnlySpan<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var counts = new List<int>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json, AnyDepth);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                open.Pop();
                continue;
            }
            if (open.TryPeek(out var parent))
            {
                counts[parent]++;
            }
            var begins = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (begins && !(reader.TokenType == JsonTokenType.StartObject && TryTakeBinary(ref reader, attachments, out _)))
            {
                open.Push(counts.Count);
                counts.Add(0);
            }
        }
        return counts;
    }

    private static bool TryTakeBinary(ref Utf8JsonReader reader, IReadOnlyList<ReadOnlyMemory<byte>> attachments, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        var ahead = reader;
        if (attachments.Count == 0 || !Placeholder.TryRead(ref ahead, out var number) || number >= attachments.Count)
        {
            return false;
        }
        reader = ahead;
        bytes = attachments[number];
        return true;
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
            // An escape that is no Unicode text, in JSON of the application's own: as it stands.
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
