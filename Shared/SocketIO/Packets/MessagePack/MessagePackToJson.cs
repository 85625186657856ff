using System.Globalization;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.MessagePack;

/// <summary>Rewrites one value of MessagePack as JSON, its binary values as placeholders.</summary>
internal static class MessagePackToJson
{
    /// <summary>How deep a value may nest; as deep as the JSON reader goes.</summary>
    public const int MaxDepth = 62;

    private const int MaxBinaryValues = 1_000;

    private static readonly long MinDate = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <returns>What is wrong with the value, or <see langword="null"/>.</returns>
    public static string? Write(Utf8JsonWriter writer, ref MessagePackReader reader, ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> binary) =>
        Write(writer, ref reader, data, binary, MaxDepth);

    private static string? Write(Utf8JsonWriter writer, ref MessagePackReader reader, ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> binary, int depth)
    {
        if (!reader.TryRead(out var token))
        {
            return reader.Error;
        }
        switch (token.Kind)
        {
            case MessagePackKind.Array or MessagePackKind.Map when depth == 0:
                return "nested too deeply";
            case MessagePackKind.Array:
                return WriteArray(writer, ref reader, data, binary, depth, token.Length);
            case MessagePackKind.Map:
                return WriteMap(writer, ref reader, data, binary, depth, token.Length);
            case MessagePackKind.Binary when binary.Count == MaxBinaryValues:
                return "too many binary values";
            case MessagePackKind.Binary:
                AttachmentScope.WritePlaceholder(writer, binary.Count);
                binary.Add(data.Slice(token.Start, token.Length));
                return null;
            default:
                WriteScalar(writer, token, data.Span);
                return null;
        }
    }

    private static string? WriteArray(Utf8JsonWriter writer, ref MessagePackReader reader, ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> binary, int depth, int count)
    {
        writer.WriteStartArray();
        for (var i = 0; i < count; i++)
        {
            if (Write(writer, ref reader, data, binary, depth - 1) is { } error)
            {
                return error;
            }
        }
        writer.WriteEndArray();
        return null;
    }

    private static string? WriteMap(Utf8JsonWriter writer, ref MessagePackReader reader, ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> binary, int depth, int count)
    {
        writer.WriteStartObject();
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryRead(out var key) || key.Kind != MessagePackKind.String)
            {
                return reader.Error ?? "a key that is no string";
            }
            var name = data.Span.Slice(key.Start, key.Length);
            if (name.SequenceEqual("_placeholder"u8))
            {
                // It would be taken for one of ours, which stand for binary values.
                return "a reserved key";
            }
            if (reader.IsAtUndefined())
            {
                reader.TrySkip(0);
                continue;
            }
            writer.WritePropertyName(name);
            if (Write(writer, ref reader, data, binary, depth - 1) is { } error)
            {
                return error;
            }
        }
        writer.WriteEndObject();
        return null;
    }

    private static void WriteScalar(Utf8JsonWriter writer, in MessagePackToken token, ReadOnlySpan<byte> data)
    {
        switch (token.Kind)
        {
            case MessagePackKind.Boolean:
                writer.WriteBooleanValue(token.Number != 0);
                break;
            case MessagePackKind.Integer:
                writer.WriteNumberValue(token.Number);
                break;
            case MessagePackKind.Unsigned:
                writer.WriteNumberValue((ulong)token.Number);
                break;
            case MessagePackKind.Float when double.IsFinite(token.Float):
                writer.WriteNumberValue(token.Float);
                break;
            case MessagePackKind.Date when token.Number >= MinDate && token.Number <= MaxDate:
                writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(token.Number)
                    .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                break;
            case MessagePackKind.String:
                writer.WriteStringValue(data.Slice(token.Start, token.Length));
                break;
            default:
                // Nil, and what JSON has no word for, as in JavaScript's own JSON.
                writer.WriteNullValue();
                break;
        }
    }
}
