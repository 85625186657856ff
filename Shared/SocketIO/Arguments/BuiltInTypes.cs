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
        [typeof(string)] = options => Create(options, JsonMetadataServices.StringConverter),
        [typeof(JsonElement)] = options => Create(options, JsonMetadataServices.JsonElementConverter),
        [typeof(byte[])] = options => Create(options, new ByteArrayConverter()),
        [typeof(ReadOnlyMemory<byte>)] = options => Create(options, new ReadOnlyMemoryConverter()),
        [typeof(Memory<byte>)] = options => Create(options, new MemoryConverter()),
        [typeof(ArraySegment<byte>)] = options => Create(options, new ByteSegmentConverter()),
    };

    static BuiltInTypes()
    {
        Add(JsonMetadataServices.BooleanConverter);
        Add(new NumberConverter<int>());
        Add(new NumberConverter<long>());
        Add(new NumberConverter<double>());
        Add(new NumberConverter<float>());
        Add(new NumberConverter<decimal>());
        Add(JsonMetadataServices.GuidConverter);
        Add(new DateTimeConverter());
        Add(JsonMetadataServices.DateTimeOffsetConverter);
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        Known.TryGetValue(type, out var create) ? create(options) : null;

    private static void Add<T>(JsonConverter<T> converter)
        where T : struct
    {
        Known[typeof(T)] = options => Create(options, converter);
        Known[typeof(T?)] = options => JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));
    }

    // A converter of the application's own comes before.
    private static JsonTypeInfo<T> Create<T>(JsonSerializerOptions options, JsonConverter converter) =>
        JsonMetadataServices.CreateValueInfo<T>(options, options.Converters.FirstOrDefault(own => own.CanConvert(typeof(T))) is JsonConverter<T> own ? own : converter);

    private static JsonTypeInfo<T> Create<T>(JsonSerializerOptions options, JsonConverter<T> converter) => Create<T>(options, (JsonConverter)converter);
}
