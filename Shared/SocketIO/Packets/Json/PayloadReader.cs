using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.Json;

/// <summary>
/// Checks the JSON of a packet in one pass and notes where its arguments lie, without building anything from them. On the
/// way it mends what JavaScript takes and .NET does not, so that nobody behind it has to know: lone surrogates, and
/// placeholders in another form than the usual one.
/// </summary>
internal readonly struct PayloadReader(Memory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments, ArgumentSerializer serializer)
{
    public bool IsAbsentOrObject()
    {
        if (json.IsEmpty)
        {
            return true;
        }
        try
        {
            var reader = new Utf8JsonReader(json.Span, serializer.ReaderOptions);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }
            PassValue(json.Span, ref reader);
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public bool TryReadEvent(out string name, [NotNullWhen(true)] out EventArguments? arguments)
    {
        name = "";
        arguments = null;
        if (!TryReadItems(out var items) || items.Count == 0 || !TryReadName(items[0].Span, out name) || ReservedEvents.Contains(name))
        {
            return false;
        }
        arguments = Wrap(items, 1);
        return true;
    }

    public bool TryReadArray([NotNullWhen(true)] out EventArguments? arguments)
    {
        arguments = TryReadItems(out var items) ? Wrap(items, 0) : null;
        return arguments is not null;
    }

    private static bool TryReadName(ReadOnlySpan<byte> item, out string name)
    {
        name = "";
        try
        {
            var reader = new Utf8JsonReader(item);
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            {
                return false;
            }
            // The reference's clients may emit under a number.
            name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : JavaScriptNumber.ToText(item);
            return true;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are no Unicode text.
            return false;
        }
    }

    private EventArguments Wrap(List<ReadOnlyMemory<byte>> items, int skip)
    {
        if (items.Count == skip)
        {
            return EventArguments.Empty;
        }
        var arguments = new EventArgument[items.Count - skip];
        for (var i = skip; i < items.Count; i++)
        {
            arguments[i - skip] = new EventArgument(items[i], attachments, serializer);
        }
        return new EventArguments(arguments);
    }

    private bool TryReadItems(out List<ReadOnlyMemory<byte>> items)
    {
        items = [];
        try
        {
            return attachments.Count == 0
                ? TryReadItems(json, items)
                : PlaceholderScan.TryNormalize(json, attachments.Count, serializer.ReaderOptions, out var normal) && TryReadItems(normal, items);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private bool TryReadItems(Memory<byte> text, List<ReadOnlyMemory<byte>> items)
    {
        var reader = new Utf8JsonReader(text.Span, serializer.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            PassValue(text.Span, ref reader);
            items.Add(text[start..(int)reader.BytesConsumed]);
        }
        return !reader.Read();
    }

    private static void PassValue(Span<byte> text, ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        do
        {
            MendText(text, reader);
        }
        while ((reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.CurrentDepth > depth) && reader.Read());
    }

    /// <summary>Replaces the lone surrogates of the string or name at which the reader stands.</summary>
    public static void MendText(Span<byte> text, in Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
        {
            LoneSurrogates.Replace(text.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));
        }
    }
}
