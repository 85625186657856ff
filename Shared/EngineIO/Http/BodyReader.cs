using System.Buffers;
using System.IO.Pipelines;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace EngineIO.Http;

/// <summary>The body of a POST in one pooled buffer, with size and time enforced while it is read.</summary>
internal readonly struct BodyReader : IDisposable
{
    private static readonly Type OfAStream = PipeReader.Create(Stream.Null).GetType();

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

    public static async ValueTask<BodyReader> ReadAsync(
        HttpContext context, PollingTransport polling, EngineIOOptions options, TimeProvider time)
    {
        if (context.Request.ContentLength > options.MaxHttpBufferSize)
        {
            return new BodyReader(BodyOutcome.TooLarge, null, 0);
        }
        LiftServerLimits(context);
        // Without the token of the abort: a read ends with its connection anyway.
        var reader = context.Request.BodyReader;
        BodyWait? wait = null;
        byte[]? buffer = null;
        var length = 0;
        try
        {
            while (true)
            {
                var reading = reader.ReadAsync(CancellationToken.None);
                if (!reading.IsCompleted)
                {
                    wait ??= new BodyWait(Cancellation(context, reader), polling, options.PostTimeout, time);
                }
                var result = await reading;
                if (result.IsCanceled && wait?.Outcome is { } outcome)
                {
                    reader.AdvanceTo(result.Buffer.Start);
                    return Fail(outcome, buffer);
                }
                if (result.Buffer.Length > options.MaxHttpBufferSize - length)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return Fail(BodyOutcome.TooLarge, buffer);
                }
                Append(ref buffer, ref length, result.Buffer);
                reader.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return new BodyReader(BodyOutcome.Complete, buffer, length);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return Fail(wait?.Outcome ?? BodyOutcome.Lost, buffer);
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is InvalidOperationException && reader.GetType() == OfAStream))
        {
            // From a middleware that decompresses: by gzip and deflate the one, by Brotli the other.
            return Fail(BodyOutcome.Damaged, buffer);
        }
        finally
        {
            wait?.Dispose();
        }
    }

    public void Dispose()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    private static BodyReader Fail(BodyOutcome outcome, byte[]? buffer)
    {
        if (buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return new BodyReader(outcome, null, 0);
    }

    // Never by a token: a read of the server's that one has cancelled leaves its reader in a state in which it cannot drain
    // the rest, and it logs that as an error. The reader of a stream that a middleware has put before the body knows no
    // other way than a token, so there the connection has to go, without an answer.
    private static Action Cancellation(HttpContext context, PipeReader reader) =>
        reader.GetType() == OfAStream ? context.Abort : reader.CancelPendingRead;

    // Ours hold instead: the size while it is read, and the heartbeat and PostTimeout for who sends slowly.
    private static void LiftServerLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    // Bounded by what has come and not by what is announced: a client that sends slowly would hold it all from its first byte.
    private static void Append(ref byte[]? buffer, ref int length, ReadOnlySequence<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }
        var needed = length + (int)data.Length;
        if (buffer is null || buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(length * 2L, Array.MaxLength)));
            buffer.AsSpan(0, length).CopyTo(larger);
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
            buffer = larger;
        }
        data.CopyTo(buffer.AsSpan(length));
        length = needed;
    }
}

/// <summary>What reading a body ended in.</summary>
internal enum BodyOutcome
{
    Complete,
    TooLarge,

    /// <summary>The client went away.</summary>
    Lost,

    /// <summary>A middleware could not make sense of it.</summary>
    Damaged,

    /// <summary>It took longer than it may.</summary>
    TooSlow,

    /// <summary>The session was closed meanwhile.</summary>
    SessionClosed,
}
