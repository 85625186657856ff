using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Arguments;

/// <summary>
/// The simple types, so that an application with a source-generated context has to name its own types there only.
/// </summary>
internal sealed class BuiltInTypes : IJsonTypeInfoResolver
{
    private static readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> Known = [];

    static BuiltInTypes()
    {
        Add(JsonMetadataServices.StringConverter);
        Add(JsonMetadataServices.JsonElementConverter);
        Add(ArgumentConverters.Of<byte[]>());
        Add(ArgumentConverters.Of<ReadOnlyMemory<byte>>());
        Add(ArgumentConverters.Of<Memory<byte>>());
        Add(ArgumentConverters.Of<ArraySegment<byte>>());
        AddValue(JsonMetadataServices.BooleanConverter);
        AddValue(ArgumentConverters.Of<int>());
        AddValue(ArgumentConverters.Of<long>());
        AddValue(ArgumentConverters.Of<double>());
        AddValue(ArgumentConverters.Of<float>());
        AddValue(ArgumentConverters.Of<decimal>());
        AddValue(JsonMetadataServices.GuidConverter);
        AddValue(ArgumentConverters.Of<DateTime>());
        AddValue(JsonMetadataServices.DateTimeOffsetConverter);
    }

    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        Known.TryGetValue(type, out var create) ? create(options) : null;

    // A converter of the application's own comes before.
    private static void Add<T>(JsonConverter<T> converter) => Known[typeof(T)] = options => JsonMetadataServices.CreateValueInfo<T>(
        options, options.Converters.FirstOrDefault(own => own.CanConvert(typeof(T))) is JsonConverter<T> own ? own : converter);

    private static void AddValue<T>(JsonConverter<T> converter)
        where T : struct
    {
        Add(converter);
        Known[typeof(T?)] = options => JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options));
    }
}
