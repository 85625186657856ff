using System.Text.Json.Serialization;

namespace SocketIO.Arguments;

/// <summary>The converters by which arguments differ from what System.Text.Json writes by itself.</summary>
internal static class ArgumentConverters
{
    /// <summary>The one for a type that has one.</summary>
    public static JsonConverter<T> Of<T>() => All.OfType<JsonConverter<T>>().Single();

    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        new ByteArrayConverter(),
        new ReadOnlyMemoryConverter(),
        new MemoryConverter(),
        new ByteSegmentConverter(),
        new DateTimeConverter(),
        new NumberConverter<int>(),
        new NumberConverter<long>(),
        new NumberConverter<double>(),
        new NumberConverter<float>(),
        new NumberConverter<decimal>(),
        new NumberConverter<byte>(),
        new NumberConverter<sbyte>(),
        new NumberConverter<short>(),
        new NumberConverter<ushort>(),
        new NumberConverter<uint>(),
        new NumberConverter<ulong>(),
        new NumberConverter<Half>(),
        new NumberConverter<Int128>(),
        new NumberConverter<UInt128>(),
    ];
}
