using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EngineIO.Http;

/// <summary>A request's body in one pooled buffer, with the size enforced while it is read.</summary>
internal readonly struct BodyReader : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    private readonly byte[]? _buffer;
    private readonly int _length;

    private BodyReader(BodyOutcome outcome, byte[]? buffer, int length)
    {
        Outcome = outcome;
        _buffer = buffer;
        _length = length;
    }

    public BodyOutcome Outcome { get; }

    public Memory<byte> Body => _buffer.AsMemory(0, _length);

    public static async ValueTask<BodyReader> ReadAsync(HttpContext context, int maxBytes)
    {
        var announced = context.Request.ContentLength;
        if (announced > maxBytes)
        {
            return new BodyReader(BodyOutcome.TooLarge, null, 0);
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
        // Not what is announced: a client that sends slowly would hold it all from its first byte. One byte more than
        // allowed, to see the end of a body that just fits.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(announced ?? maxBytes, FirstBuffer) + 1);
        var length = 0;
        try
        {
            // Without the token of the abort: a read ends with its connection anyway, and one that was cancelled leaves the
            // server's reader in a state in which it cannot drain the rest, and logs that as an error.
            while (await context.Request.Body.ReadAsync(buffer.AsMemory(length), CancellationToken.None) is var read && read > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    return new BodyReader(BodyOutcome.TooLarge, null, 0);
                }
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, maxBytes);
                }
            }
            return new BodyReader(BodyOutcome.Complete, buffer, length);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return new BodyReader(BodyOutcome.Lost, null, 0);
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int maxBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, maxBytes + 1L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}

/// <summary>What reading a body ended in.</summary>
internal enum BodyOutcome
{
    Complete,
    TooLarge,

    /// <summary>The client went away, or sent it too slowly.</summary>
    Lost,
}
