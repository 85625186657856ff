using System.Text.Json;
using SocketIO.Arguments;

namespace SocketIO;

/// <summary>
/// One argument of a received event: raw JSON until somebody asks for a type. Given as an argument to an emit it is
/// passed on as it came, binary attachments included.
/// </summary>
public readonly struct EventArgument
{
    private readonly ArgumentSerializer? _serializer;

    internal EventArgument(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments, ArgumentSerializer? serializer)
    {
        Json = json;
        Attachments = attachments;
        _serializer = serializer;
    }

    /// <summary>An argument that is JSON already, such as one that an application wrote itself.</summary>
    public static EventArgument FromJson(ReadOnlyMemory<byte> json) => new(json, [], null);

    /// <summary>The object <c>{ "error": message }</c>, with which a handler refuses a client's arguments.</summary>
    public static EventArgument Error(string message)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("error"u8, message);
        writer.WriteEndObject();
        writer.Flush();
        return FromJson(buffer.WrittenMemory);
    }

    /// <summary>The argument as UTF-8 JSON; binary values stand as placeholders.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The binary attachments of the whole packet, to which placeholders refer.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Attachments { get; }

    /// <summary>Whether the argument is, or is as good as, <c>null</c>.</summary>
    public bool IsNull => Json.IsEmpty || Json.Span.SequenceEqual("null"u8);

    /// <summary>The argument as <typeparamref name="T"/>.</summary>
    /// <returns>Whether the argument has that type; a JSON <c>null</c> has no type.</returns>
    public bool TryGet<T>([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        value = default;
        if (_serializer is null || IsNull)
        {
            return false;
        }
        try
        {
            value = _serializer.Deserialize<T>(Json, Attachments);
            return value is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    internal static EventArgument Write(ArgumentSerializer serializer, object? value)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        var attachments = new List<ReadOnlyMemory<byte>>(0);
        using var writer = new Utf8JsonWriter(buffer, serializer.WriterOptions);
        serializer.Serialize(writer, value, attachments);
        writer.Flush();
        return new(buffer.WrittenMemory, attachments, serializer);
    }
}
