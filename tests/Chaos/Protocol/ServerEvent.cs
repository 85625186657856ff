using System.Text.Json;

namespace Chaos.Protocol;

/// <summary>An argument, as far as the checker's events have any.</summary>
internal readonly record struct EventValue(string? Text, long Number);

/// <summary>An event or acknowledgement without bytes, taken apart.</summary>
internal sealed class ServerEvent
{
    private readonly List<EventValue> _arguments = new(4);
    private byte[] _nested = [];
    private int _first;

    public string Name { get; private set; } = "";

    /// <summary>Its arguments without the name; those that are objects or the like are empty.</summary>
    public IReadOnlyList<EventValue> Arguments => _arguments;

    /// <summary>The last argument, if it is a string: what the JavaScript client takes for the offset.</summary>
    public string? LastText => _arguments.Count > 0 ? _arguments[^1].Text : Name;

    /// <summary>The value of a property of an argument that is an object, by its name.</summary>
    public Dictionary<string, EventValue> Properties { get; } = [];

    /// <summary>An argument of an event that has arrays, or objects in objects.</summary>
    public JsonElement Nested(int argument) => _nested.Length > 0 ? JsonElement.Parse(_nested)[_first + argument] : default;

    /// <summary>Reads an array of JSON.</summary>
    /// <param name="json">The array.</param>
    /// <param name="named">Whether its first item is the event's name.</param>
    public static ServerEvent Parse(ReadOnlySpan<byte> json, bool named)
    {
        var result = new ServerEvent();
        var reader = new Utf8JsonReader(json);
        string? property = null;
        var isNested = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString();
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null or JsonTokenType.True or JsonTokenType.False:
                    result.Add(ref reader, property, named);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth == 1:
                    result._arguments.Add(default);
                    isNested |= reader.TokenType == JsonTokenType.StartArray;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth > 1:
                    isNested = true;
                    break;
                default:
                    break;
            }
        }
        if (isNested)
        {
            result._nested = json.ToArray();
            result._first = named ? 1 : 0;
        }
        return result;
    }

    private void Add(ref Utf8JsonReader reader, string? property, bool named)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        var value = new EventValue(text, reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : 0);
        if (reader.CurrentDepth > 1)
        {
            Properties[property ?? ""] = value;
        }
        else if (named && Name.Length == 0)
        {
            Name = text!;
        }
        else
        {
            _arguments.Add(value);
        }
    }
}
