using System.Text.Json;
using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>Writes a binary value as a placeholder for an attachment, and reads it back.</summary>
internal abstract class BinaryConverter<T> : JsonConverter<T>
{
    protected abstract ReadOnlyMemory<byte> ToMemory(T value);

    protected abstract T FromMemory(ReadOnlyMemory<byte> bytes);

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.StartObject => FromMemory(AttachmentScope.Read(ref reader)),
            // Outside a packet (an application's own use of the options) binary is base64, as usual.
            JsonTokenType.String when reader.TryGetBytesFromBase64(out var bytes) => FromMemory(bytes),
            JsonTokenType.Null => default,
            _ => throw new JsonException("a binary value is expected"),
        };

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        AttachmentScope.Write(writer, ToMemory(value));
}

internal sealed class ByteArrayConverter : BinaryConverter<byte[]>
{
    protected override ReadOnlyMemory<byte> ToMemory(byte[] value) => value;

    protected override byte[] FromMemory(ReadOnlyMemory<byte> bytes) => bytes.ToArray();
}

internal sealed class ReadOnlyMemoryConverter : BinaryConverter<ReadOnlyMemory<byte>>
{
    protected override ReadOnlyMemory<byte> ToMemory(ReadOnlyMemory<byte> value) => value;

    protected override ReadOnlyMemory<byte> FromMemory(ReadOnlyMemory<byte> bytes) => bytes;
}

internal sealed class MemoryConverter : BinaryConverter<Memory<byte>>
{
    protected override ReadOnlyMemory<byte> ToMemory(Memory<byte> value) => value;

    protected override Memory<byte> FromMemory(ReadOnlyMemory<byte> bytes) => bytes.ToArray();
}

internal sealed class ByteSegmentConverter : BinaryConverter<ArraySegment<byte>>
{
    protected override ReadOnlyMemory<byte> ToMemory(ArraySegment<byte> value) => value;

    protected override ArraySegment<byte> FromMemory(ReadOnlyMemory<byte> bytes) => bytes.ToArray();
}
