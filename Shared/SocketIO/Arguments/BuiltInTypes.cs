using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Arguments;

/// <summary>
/// The simple types, so that an application with a source-generated context has to name its own types there only.
/// </summary>
internal sealed class BuiltInTypes : IJsonTypeInfoResolver
{
    private static readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> Known = new()
    {
        [typeof(string)] = options => JsonMetadataServices.CreateValueInfo<string?>(options, JsonMetadataServices.StringConverter),
        [typeof(JsonElement)] = options => JsonMetadataServices.CreateValueInfo<JsonElement>(options, JsonMetadataServices.JsonElementConverter),
        [typeof(byte[])] = options => JsonMetadataServices.CreateValueInfo<byte[]>(options, new ByteArrayConverter()),
        [typeof(ReadOnlyMemory<byte>)] = options => JsonMetadataServices.CreateValueInfo<ReadOnlyMemory<byte>>(options, new ReadOnlyMemoryConverter()),
        [typeof(Memory<byte>)] = options => JsonMetadataServices.CreateValueInfo<Memory<byte>>(options, new MemoryConverter()),
    };

    static BuiltInTypes()
    {
        Add(JsonMetadataServices.BooleanConverter);
        Add(JsonMetadataServices.Int32Converter);
        Add(JsonMetadataServices.Int64Converter);
        Add(JsonMetadataServices.DoubleConverter);
        Add(JsonMetadataServices.SingleConverter);
        Add(JsonMetadataServices.DecimalConverter);
        Add(JsonMetadataServices.GuidConverter);
        Add(JsonMetadataServices.DateTimeConverter);
        Add(JsonMetadataServices.DateTimeOffsetConverter);
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        Known.TryGetValue(type, out var create) ? create(options) : null;

    private static void Add<T>(JsonConverter<T> converter)
        where T : struct
    {
        Known[typeof(T)] = options => JsonMetadataServices.CreateValueInfo<T>(options, converter);
        Known[typeof(T?)] = options => JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));
    }
}
