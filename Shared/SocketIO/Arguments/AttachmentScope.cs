using System.Text.Json;

namespace SocketIO.Arguments;

/// <summary>
/// The attachments of the packet that this thread is serialising. A converter has no other way to reach them;
/// serialisation is synchronous, so a scope never crosses an await.
/// </summary>
internal static class AttachmentScope
{
    [ThreadStatic]
    private static IReadOnlyList<ReadOnlyMemory<byte>>? _incoming;

    [ThreadStatic]
    private static List<ReadOnlyMemory<byte>>? _outgoing;

    public static IReadOnlyList<ReadOnlyMemory<byte>>? SetIncoming(IReadOnlyList<ReadOnlyMemory<byte>>? attachments)
    {
        var previous = _incoming;
        _incoming = attachments;
        return previous;
    }

    public static List<ReadOnlyMemory<byte>>? SetOutgoing(List<ReadOnlyMemory<byte>>? attachments)
    {
        var previous = _outgoing;
        _outgoing = attachments;
        return previous;
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> bytes)
    {
        if (_outgoing is null)
        {
            writer.WriteBase64StringValue(bytes.Span);
            return;
        }
        WritePlaceholder(writer, _outgoing.Count);
        _outgoing.Add(bytes);
    }

    public static void WritePlaceholder(Utf8JsonWriter writer, int number)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("_placeholder"u8, true);
        writer.WriteNumber("num"u8, number);
        writer.WriteEndObject();
    }

    /// <summary>Reads a placeholder; the reader stands at its opening brace, and then at its closing one.</summary>
    public static ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader)
    {
        if (!Placeholder.TryRead(ref reader, out var number) || _incoming is null || number >= _incoming.Count)
        {
            throw new JsonException("a binary value is expected");
        }
        return _incoming[number];
    }
}
