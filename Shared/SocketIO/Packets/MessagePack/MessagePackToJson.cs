using System.Globalization;
using System.Text;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.MessagePack;

/// <summary>Rewrites one value of MessagePack as JSON, its binary values as placeholders; however deep, on a stack of its own.</summary>
internal ref struct MessagePackToJson(Utf8JsonWriter writer, ReadOnlyMemory<byte> data, List<ReadOnlyMemory<byte>> binary, int maxDepth)
{
    private const int MaxBinaryValues = 1_000;

    private static readonly long MinDate = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The mark of a placeholder as a name of the client's own: with an escape it is none of ours.</summary>
    private static readonly JsonEncodedText MarkOfClient =
        JsonEncodedText.Encode(Placeholder.Mark, System.Text.Encodings.Web.JavaScriptEncoder.Create(new System.Text.Encodings.Web.TextEncoderSettings()));

    private readonly Stack<(bool IsMap, int Left)> _open = new();

    /// <returns>What is wrong with the value, or <see langword="null"/>.</returns>
    public readonly string? Write(ref MessagePackReader reader)
    {
        do
        {
            if (_open.TryPop(out var container))
            {
                if (container.Left == 0)
                {
                    End(container.IsMap);
                    continue;
                }
                _open.Push(container with { Left = container.Left - 1 });
                if (container.IsMap)
                {
                    if (!reader.TryRead(out var key))
                    {
                        return reader.Error;
                    }
                    if (reader.IsAtUndefined())
                    {
                        reader.TryRead(out _);
                        continue;
                    }
                    if (WriteName(key, reader.IsPortable) is { } fault)
                    {
                        return fault;
                    }
                }
            }
            if (WriteValue(ref reader) is { } error)
            {
                return error;
            }
        }
        while (_open.Count > 0);
        return null;
    }

    private readonly string? WriteValue(ref MessagePackReader reader)
    {
        if (!reader.TryRead(out var token))
        {
            return reader.Error;
        }
        switch (token.Kind)
        {
            case MessagePackKind.Array or MessagePackKind.Map when _open.Count == maxDepth:
                return "nested too deeply";
            case MessagePackKind.Array:
                writer.WriteStartArray();
                _open.Push((false, token.Length));
                return null;
            case MessagePackKind.Map:
                writer.WriteStartObject();
                _open.Push((true, token.Length));
                return null;
            case MessagePackKind.Binary or MessagePackKind.Extension when binary.Count == MaxBinaryValues:
                return "too many binary values";
            case MessagePackKind.Binary:
                WriteBinary(token);
                return null;
            case MessagePackKind.Extension:
                // As the client's own library reads one that it does not know.
                writer.WriteStartArray();
                writer.WriteNumberValue(token.Number);
                WriteBinary(token);
                writer.WriteEndArray();
                return null;
            default:
                WriteScalar(token, reader.IsPortable);
                return null;
        }
    }

    private readonly void WriteBinary(in MessagePackToken token)
    {
        AttachmentScope.WritePlaceholder(writer, binary.Count);
        binary.Add(data.Slice(token.Start, token.Length));
    }

    private readonly void End(bool isMap)
    {
        if (isMap)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>Writes a name of a map; JavaScript makes a text of what is none.</summary>
    private readonly string? WriteName(in MessagePackToken key, bool isUtf8)
    {
        var text = data.Span.Slice(key.Start, key.Length);
        switch (key.Kind)
        {
            case MessagePackKind.String when text.SequenceEqual(Placeholder.Mark):
                writer.WritePropertyName(MarkOfClient);
                return null;
            case MessagePackKind.String:
                if (isUtf8)
                {
                    writer.WritePropertyName(text);
                }
                else
                {
                    writer.WritePropertyName(Encoding.UTF8.GetString(text));
                }
                return null;
            case MessagePackKind.Integer:
                writer.WritePropertyName(key.Number.ToString(CultureInfo.InvariantCulture));
                return null;
            case MessagePackKind.Unsigned:
                writer.WritePropertyName(((ulong)key.Number).ToString(CultureInfo.InvariantCulture));
                return null;
            case MessagePackKind.Float:
                writer.WritePropertyName(JavaScriptNumber.ToText(key.Float));
                return null;
            case MessagePackKind.Boolean:
                writer.WritePropertyName(key.Number != 0 ? "true"u8 : "false"u8);
                return null;
            case MessagePackKind.Nil:
                writer.WritePropertyName("null"u8);
                return null;
            default:
                return "a key that is no text";
        }
    }

    private readonly void WriteScalar(in MessagePackToken token, bool isUtf8)
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
            case MessagePackKind.Float when double.IsInfinity(token.Float):
                // JSON has no word for it, but numbers that only it can be.
                writer.WriteRawValue(token.Float > 0 ? "1e999"u8 : "-1e999"u8, skipInputValidation: true);
                break;
            case MessagePackKind.Date when token.Number >= MinDate && token.Number <= MaxDate:
                writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(token.Number)
                    .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                break;
            case MessagePackKind.String when isUtf8:
                writer.WriteStringValue(data.Span.Slice(token.Start, token.Length));
                break;
            case MessagePackKind.String:
                // What is no UTF-8, such as half of an emoji, becomes U+FFFD.
                writer.WriteStringValue(Encoding.UTF8.GetString(data.Span.Slice(token.Start, token.Length)));
                break;
            default:
                // Nil, and what JSON has no word for, as in JavaScript's own JSON.
                writer.WriteNullValue();
                break;
        }
    }
}
