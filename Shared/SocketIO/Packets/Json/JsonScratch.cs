using System.Buffers;
using System.Text.Json;

namespace SocketIO.Packets.Json;

/// <summary>A JSON writer over a buffer that this thread keeps, so that encoding allocates only its result.</summary>
internal sealed class JsonScratch : IDisposable
{
    private const int KeepAtMost = 256 * 1024;

    [ThreadStatic]
    private static JsonScratch? _kept;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    private JsonScratch(JsonWriterOptions options)
    {
        Options = options;
        Writer = new Utf8JsonWriter(_buffer, options);
    }

    public Utf8JsonWriter Writer { get; }

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    private JsonWriterOptions Options { get; }

    /// <summary>Takes the thread's scratch, or a new one where an encoder runs within another.</summary>
    public static JsonScratch Rent(JsonWriterOptions options)
    {
        var scratch = _kept;
        _kept = null;
        return scratch is not null && scratch.Options.Encoder == options.Encoder && scratch.Options.MaxDepth == options.MaxDepth ? scratch : new JsonScratch(options);
    }

    public void Dispose()
    {
        if (_buffer.Capacity > KeepAtMost)
        {
            return;
        }
        _buffer.ResetWrittenCount();
        Writer.Reset();
        _kept = this;
    }
}
