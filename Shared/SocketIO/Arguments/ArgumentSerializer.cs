using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Arguments;

/// <summary>Reads and writes the arguments of events with System.Text.Json and the application's options.</summary>
internal sealed class ArgumentSerializer
{
    private readonly JsonSerializerOptions _options;

    public ArgumentSerializer(JsonSerializerOptions? options)
    {
        _options = options is null ? new JsonSerializerOptions(JsonSerializerDefaults.Web) : new JsonSerializerOptions(options);
        _options.Encoder ??= JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        _options.TypeInfoResolver = JsonTypeInfoResolver.Combine(_options.TypeInfoResolver ?? DefaultResolver(), new BuiltInTypes());
        _options.Converters.Add(new ByteArrayConverter());
        _options.Converters.Add(new ReadOnlyMemoryConverter());
        _options.Converters.Add(new MemoryConverter());
        _options.MakeReadOnly();
        WriterOptions = new JsonWriterOptions { Encoder = _options.Encoder, SkipValidation = true };
    }

    public JsonWriterOptions WriterOptions { get; }

    public T? Deserialize<T>(ReadOnlySpan<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var previous = AttachmentScope.SetIncoming(attachments);
        try
        {
            return JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)_options.GetTypeInfo(typeof(T)));
        }
        finally
        {
            AttachmentScope.SetIncoming(previous);
        }
    }

    public void Serialize(Utf8JsonWriter writer, object? value, List<ReadOnlyMemory<byte>> attachments)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case EventArgument argument:
                RawArgumentWriter.Write(writer, argument, attachments);
                break;
            default:
                SerializeObject(writer, value, attachments);
                break;
        }
    }

    private void SerializeObject(Utf8JsonWriter writer, object value, List<ReadOnlyMemory<byte>> attachments)
    {
        var previous = AttachmentScope.SetOutgoing(attachments);
        try
        {
            JsonSerializer.Serialize(writer, value, _options.GetTypeInfo(value.GetType()));
        }
        finally
        {
            AttachmentScope.SetOutgoing(previous);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where reflection is enabled; a trimmed app gives options with a source-generated resolver.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static IJsonTypeInfoResolver DefaultResolver() =>
        JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : JsonTypeInfoResolver.Combine();
}
