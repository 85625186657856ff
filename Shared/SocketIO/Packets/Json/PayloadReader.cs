using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO.Packets.Json;

/// <summary>
/// Checks the JSON of a packet in one pass and notes where its arguments lie, without building anything from them.
/// </summary>
internal readonly struct PayloadReader(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments, ArgumentSerializer serializer)
{
    public bool IsAbsentOrObject()
    {
        if (json.IsEmpty)
        {
            return true;
        }
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
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
        if (!TryReadItems(out var items) || items.Count == 0)
        {
            return false;
        }
        try
        {
            var reader = new Utf8JsonReader(items[0].Span);
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            {
                return false;
            }
            // The reference's clients may emit under a number.
            name = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(items[0].Span);
        }
        catch (InvalidOperationException)
        {
            // An escape that is no Unicode text, such as a lone surrogate.
            return false;
        }
        if (ReservedEvents.Contains(name))
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
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                if (!SkipValue(ref reader))
                {
                    return false;
                }
                items.Add(json[start..(int)reader.BytesConsumed]);
            }
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Passes over one value; a placeholder in it must point to an attachment.</summary>
    private bool SkipValue(ref Utf8JsonReader reader)
    {
        if (attachments.Count == 0)
        {
            reader.Skip();
            return true;
        }
        var depth = reader.CurrentDepth;
        do
        {
            if (Placeholder.IsMark(reader) && !HasValidNumber(reader))
            {
                return false;
            }
        }
        while ((reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray || reader.CurrentDepth > depth) && reader.Read());
        return true;
    }

    private bool HasValidNumber(Utf8JsonReader ahead) =>
        !(ahead.Read() && ahead.TokenType == JsonTokenType.True)
        || (ahead.Read() && Placeholder.IsNumber(ahead)
            && ahead.Read() && ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt32(out var number)
            && number >= 0 && number < attachments.Count
            // The reference takes the last number of an object, so there must not be another one.
            && ahead.Read() && ahead.TokenType == JsonTokenType.EndObject);
}
