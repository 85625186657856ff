using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SocketIO.Arguments;

/// <summary>Reads and writes the arguments of events with System.Text.Json and the application's options.</summary>
internal sealed class ArgumentSerializer
{
    public const int DefaultMaxDepth = 1_000;

    /// <summary>The array in which arguments stand.</summary>
    private const int DepthOfPacket = 1;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private readonly JsonSerializerOptions _options;

    /// <summary>Reads and writes what is not deep.</summary>
    private readonly JsonSerializerOptions _shallow;

    /// <param name="options">The application's options; they count for everything but the depth.</param>
    /// <param name="maxDepth">How deep an argument may nest, both ways.</param>
    public ArgumentSerializer(JsonSerializerOptions? options, int maxDepth = DefaultMaxDepth)
    {
        MaxDepth = maxDepth;
        _options = options is null ? new JsonSerializerOptions(JsonSerializerDefaults.Web) : new JsonSerializerOptions(options);
        _options.Encoder ??= JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        _options.TypeInfoResolver = JsonTypeInfoResolver
            .Combine(_options.TypeInfoResolver ?? DefaultResolver(), new BuiltInTypes())
            .WithAddedModifier(NumberHandlingExceptions.Apply);
        foreach (var converter in ArgumentConverters.All)
        {
            _options.Converters.Add(converter);
        }
        AddConvertersMadeAtRunTime(_options);
        _options.MaxDepth = maxDepth + DepthOfPacket;
        _options.MakeReadOnly();
        _shallow = new JsonSerializerOptions(_options) { MaxDepth = Math.Min(maxDepth, DeepStack.SafeDepth) };
        _shallow.MakeReadOnly();
        WriterOptions = new JsonWriterOptions { Encoder = _options.Encoder, SkipValidation = true, MaxDepth = maxDepth + DepthOfPacket };
        ReaderOptions = new JsonReaderOptions { MaxDepth = maxDepth + DepthOfPacket };
    }

    /// <summary>How deep an argument may nest.</summary>
    public int MaxDepth { get; }

    public JsonWriterOptions WriterOptions { get; }

    /// <summary>How the JSON of a packet is read.</summary>
    public JsonReaderOptions ReaderOptions { get; }

    /// <summary>A value that was checked when it was read.</summary>
    public static JsonElement ParseElement(ReadOnlySpan<byte> json) => JsonElement.Parse(json, AnyDepth);

    /// <exception cref="JsonException">It is not of that type.</exception>
    public T? Deserialize<T>(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        try
        {
            return Deserialize<T>(json, attachments, _shallow);
        }
        catch (JsonException) when (MaxDepth > DeepStack.SafeDepth && DeepStack.IsNeededFor(json.Span))
        {
            return DeserializeDeep<T>(json, attachments);
        }
    }

    // Of its own: in the caller the lambda's captures would be allocated for every argument.
    private T? DeserializeDeep<T>(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments) =>
        DeepStack.Run(MaxDepth, () => Deserialize<T>(json, attachments, _options));

    private static T? Deserialize<T>(ReadOnlyMemory<byte> json, IReadOnlyList<ReadOnlyMemory<byte>> attachments, JsonSerializerOptions options)
    {
        var previous = AttachmentScope.SetIncoming(attachments);
        try
        {
            return JsonSerializer.Deserialize(json.Span, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        }
        finally
        {
            AttachmentScope.SetIncoming(previous);
        }
    }

    public void Serialize(Utf8JsonWriter writer, object? value, List<ReadOnlyMemory<byte>>? attachments)
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
            case double number:
                WriteNumber(writer, number);
                break;
            case EventArgument argument:
                RawArgumentWriter.Write(writer, argument, attachments);
                break;
            case EventArguments arguments:
                WriteArguments(writer, arguments, attachments);
                break;
            case ITuple tuple:
                WriteTuple(writer, tuple, attachments);
                break;
            default:
                SerializeObject(writer, value, attachments);
                break;
        }
    }

    /// <summary>A value as JSON that stands alone: bytes in it are base64.</summary>
    public byte[] ToJson(object? value) => WithRoom((Serializer: this, Value: value), static call => call.Serializer.ToJsonHere(call.Value));

    /// <summary>Writes something, again where there is room if it nests deeply: what was written by then is given up.</summary>
    /// <param name="state">What is written, and by what; given instead of captured, so that the usual case allocates nothing.</param>
    /// <param name="write">Writes it, from the beginning.</param>
    public TResult WithRoom<TState, TResult>(TState state, Func<TState, TResult> write)
    {
        try
        {
            return write(state);
        }
        catch (JsonException) when (!DeepStack.IsHere)
        {
            return WriteDeep(state, write);
        }
    }

    // Of its own, as for reading.
    private TResult WriteDeep<TState, TResult>(TState state, Func<TState, TResult> write) => DeepStack.Run(MaxDepth, () => write(state));

    private byte[] ToJsonHere(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        Serialize(writer, value, attachments: null);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // What is not finite JavaScript writes as null, too.
    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteArguments(Utf8JsonWriter writer, EventArguments arguments, List<ReadOnlyMemory<byte>>? attachments)
    {
        writer.WriteStartArray();
        foreach (var argument in arguments)
        {
            RawArgumentWriter.Write(writer, argument, attachments);
        }
        writer.WriteEndArray();
    }

    private void WriteTuple(Utf8JsonWriter writer, ITuple tuple, List<ReadOnlyMemory<byte>>? attachments)
    {
        writer.WriteStartArray();
        for (var i = 0; i < tuple.Length; i++)
        {
            Serialize(writer, tuple[i], attachments);
        }
        writer.WriteEndArray();
    }

    private void SerializeObject(Utf8JsonWriter writer, object value, List<ReadOnlyMemory<byte>>? attachments)
    {
        var previous = AttachmentScope.SetOutgoing(attachments);
        try
        {
            JsonSerializer.Serialize(writer, value, (DeepStack.IsHere ? _options : _shallow).GetTypeInfo(value.GetType()));
        }
        finally
        {
            AttachmentScope.SetOutgoing(previous);
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where code can be made at run time.")]
    private static void AddConvertersMadeAtRunTime(JsonSerializerOptions options)
    {
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            options.Converters.Add(new TupleConverterFactory());
            if (JsonSerializer.IsReflectionEnabledByDefault)
            {
                options.Converters.Add(new EnumConverterFactory());
            }
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Used only where reflection is enabled; a trimmed app gives options with a source-generated resolver.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static IJsonTypeInfoResolver DefaultResolver() =>
        JsonSerializer.IsReflectionEnabledByDefault ? new DefaultJsonTypeInfoResolver() : JsonTypeInfoResolver.Combine();
}
