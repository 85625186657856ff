using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Arguments;

/// <summary>
/// Members that say by <see cref="JsonNumberHandlingAttribute"/> how their numbers are read and written keep the framework's
/// converters: it allows the attribute with no others.
/// </summary>
internal static class NumberHandlingExceptions
{
    private static readonly Dictionary<Type, Func<JsonSerializerOptions, JsonConverter>> Framework = new();

    static NumberHandlingExceptions()
    {
        Add(JsonMetadataServices.ByteConverter);
        Add(JsonMetadataServices.SByteConverter);
        Add(JsonMetadataServices.Int16Converter);
        Add(JsonMetadataServices.UInt16Converter);
        Add(JsonMetadataServices.Int32Converter);
        Add(JsonMetadataServices.UInt32Converter);
        Add(JsonMetadataServices.Int64Converter);
        Add(JsonMetadataServices.UInt64Converter);
        Add(JsonMetadataServices.Int128Converter);
        Add(JsonMetadataServices.UInt128Converter);
        Add(JsonMetadataServices.HalfConverter);
        Add(JsonMetadataServices.SingleConverter);
        Add(JsonMetadataServices.DoubleConverter);
        Add(JsonMetadataServices.DecimalConverter);
    }

    /// <summary>Changes what is known of a type, before it is used.</summary>
    public static void Apply(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if ((type.NumberHandling ?? property.NumberHandling) is not null && property.CustomConverter is null
                && Framework.TryGetValue(property.PropertyType, out var converter))
            {
                property.CustomConverter = converter(type.Options);
            }
        }
    }

    private static void Add<T>(JsonConverter<T> converter)
        where T : struct
    {
        Framework[typeof(T)] = _ => converter;
        Framework[typeof(T?)] = options => JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, converter));
    }
}
