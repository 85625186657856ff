using System.Buffers;
using System.IO.Pipelines;
using EngineIO.Diagnostics;
using EngineIO.Packets;
using EngineIO.Sessions;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>The requests of a session that polls.</summary>
internal sealed class PollingEndpoint(EngineRuntime runtime)
{
    private const int FlushSize = 64 * 1024;

    public Task HandleAsync(HttpContext context, EngineSocket session, PollingTransport polling)
    {
        var method = context.Request.Method;
        return HttpMethods.IsGet(method) ? PollAsync(context, session, polling)
            : HttpMethods.IsPost(method) ? PostAsync(context, session, polling)
            : Responses.EmptyAsync(context, StatusCodes.Status500InternalServerError);
    }

    /// <summary>Answers the request that opened a session.</summary>
    public async Task AnswerHandshakeAsync(HttpContext context, EngineSocket session, OutboundMessage open)
    {
        var codec = session.Payloads.ForResponse([open]);
        var script = ToScript(session, codec, default, open);
        Prepare(context, codec, script?.Length ?? codec.GetLength([open]));
        if (runtime.Options.Cookie is { Name: { } name } cookie)
        {
            context.Response.Cookies.Append(name, session.Id, cookie.Build(context));
        }
        await ResponseHooks.ApplyInitialAsync(runtime, context);
        await WriteAsync(context.Response.BodyWriter, codec, default, open, script);
    }

    private async Task PollAsync(HttpContext context, EngineSocket session, PollingTransport polling)
    {
        var poll = polling.BeginPoll();
        PollResult result;
        // Given up before the answer is written: a client may hang up as soon as it has the last byte.
        using (context.RequestAborted.UnsafeRegister(_ => OnAborted(session, polling, poll), null))
        {
            result = await poll.Result;
        }
        if (result == PollResult.Overlap)
        {
            Log.ClientFault(runtime.Logger, session.Id, "two polls at once");
            session.Close(CloseReason.TransportError, CloseMode.Discard);
            await Responses.EmptyAsync(context, StatusCodes.Status400BadRequest);
            return;
        }
        if (result == PollResult.Aborted || context.RequestAborted.IsCancellationRequested)
        {
            CloseIfPolling(session, polling);
            return;
        }
        var batch = polling.TakeFor(poll, result, out var trailer);
        try
        {
            await WriteAsync(context, session, batch, trailer);
        }
        finally
        {
            batch.Return();
            polling.Written(batch.Bytes);
        }
    }

    private async Task WriteAsync(HttpContext context, EngineSocket session, SendBatch batch, OutboundMessage? trailer)
    {
        var codec = session.Payloads.ForResponse(batch.Messages);
        var script = ToScript(session, codec, batch, trailer);
        var length = script?.Length ?? LengthOf(codec, batch, trailer);
        var encoding = ChooseEncoding(context, batch, length);
        Prepare(context, codec, length);
        if (encoding is null)
        {
            await ResponseHooks.ApplyAsync(runtime, context);
            await WriteAsync(context.Response.BodyWriter, codec, batch, trailer, script);
            return;
        }
        context.Response.ContentLength = null;
        context.Response.Headers.ContentEncoding = encoding;
        await ResponseHooks.ApplyAsync(runtime, context);
        await using var compressor = ResponseEncoding.Open(
            encoding, context.Response.Body, runtime.Options.HttpCompression!.Level);
        var output = PipeWriter.Create(compressor, new StreamPipeWriterOptions(leaveOpen: true));
        await WriteAsync(output, codec, batch, trailer, script);
        await output.CompleteAsync();
    }

    private string? ChooseEncoding(HttpContext context, SendBatch batch, long length)
    {
        if (runtime.Options.HttpCompression is not { Enabled: true } compression || length < compression.Threshold)
        {
            return null;
        }
        foreach (var message in batch.Messages)
        {
            if (message.IsCompressible)
            {
                return ResponseEncoding.Choose(context.Request);
            }
        }
        return null;
    }

    /// <summary>The whole answer for a client that polls by JSONP; null for the others.</summary>
    private static byte[]? ToScript(EngineSocket session, IPayloadCodec codec, SendBatch batch, OutboundMessage? trailer)
    {
        if (session.Jsonp is not { } index)
        {
            return null;
        }
        var payload = new ArrayBufferWriter<byte>();
        for (var i = 0; i < batch.Count; i++)
        {
            codec.Write(batch[i], isFirst: i == 0, payload);
        }
        if (trailer is not null)
        {
            codec.Write(trailer, isFirst: batch.Count == 0, payload);
        }
        return JsonpForm.Wrap(index, payload.WrittenSpan);
    }

    private static async Task WriteAsync(PipeWriter output, IPayloadCodec codec, SendBatch batch, OutboundMessage? trailer, byte[]? script)
    {
        if (script is not null)
        {
            await output.WriteAsync(script);
            return;
        }
        var unflushed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            codec.Write(batch[i], isFirst: i == 0, output);
            unflushed += batch[i].Size;
            if (unflushed >= FlushSize)
            {
                unflushed = 0;
                await output.FlushAsync();
            }
        }
        if (trailer is not null)
        {
            codec.Write(trailer, isFirst: batch.Count == 0, output);
        }
        await output.FlushAsync();
    }

    private static long LengthOf(IPayloadCodec codec, SendBatch batch, OutboundMessage? trailer)
    {
        if (trailer is null)
        {
            return codec.GetLength(batch.Messages);
        }
        return codec.GetLength([.. batch.Messages, trailer]);
    }

    private void Prepare(HttpContext context, IPayloadCodec codec, long length)
    {
        context.Response.ContentType = codec.ContentType;
        context.Response.ContentLength = length;
        Responses.PreparePolling(context);
        EndConnectionIfClosing(context);
    }

    private void EndConnectionIfClosing(HttpContext context)
    {
        if (runtime.IsClosing)
        {
            Responses.EndConnection(context);
        }
    }

    private static void OnAborted(EngineSocket session, PollingTransport polling, Poll poll)
    {
        if (polling.AbortPoll(poll))
        {
            session.Close(CloseReason.TransportError, CloseMode.Discard);
        }
    }

    private async Task PostAsync(HttpContext context, EngineSocket session, PollingTransport polling)
    {
        if (session.Payloads.ForRequest(context.Request.ContentType) is not { } codec || !polling.TryBeginPost())
        {
            Log.ClientFault(runtime.Logger, session.Id, "two posts at once, or one of unknown content");
            CloseIfPolling(session, polling);
            await Responses.EmptyAsync(context, StatusCodes.Status400BadRequest);
            return;
        }
        BodyOutcome outcome;
        try
        {
            outcome = await ReceiveAsync(context, session, polling, codec);
            if (outcome is BodyOutcome.TooSlow or BodyOutcome.Damaged or BodyOutcome.Lost)
            {
                // Before the end of the POST: then it may be a session that has been upgraded.
                session.Close(CloseReason.TransportError, CloseMode.Discard);
            }
        }
        finally
        {
            polling.EndPost();
        }
        switch (outcome)
        {
            case BodyOutcome.Complete:
                Responses.PrepareOk(context);
                EndConnectionIfClosing(context);
                await ResponseHooks.ApplyAsync(runtime, context);
                await Responses.OkAsync(context);
                break;
            case BodyOutcome.TooLarge:
                Log.ClientFault(runtime.Logger, session.Id, "a request body over the limit");
                await Responses.EmptyAsync(context, StatusCodes.Status413PayloadTooLarge);
                break;
            case BodyOutcome.SessionClosed:
                Responses.EndConnection(context);
                await Responses.EmptyAsync(context, StatusCodes.Status400BadRequest);
                break;
            case BodyOutcome.TooSlow:
                Log.ClientFault(runtime.Logger, session.Id, "a request body that came too slowly");
                Responses.EndConnection(context);
                await Responses.EmptyAsync(context, StatusCodes.Status408RequestTimeout);
                break;
            case BodyOutcome.Damaged:
                Log.ClientFault(runtime.Logger, session.Id, "a request body that cannot be decompressed");
                Responses.EndConnection(context);
                await Responses.EmptyAsync(context, StatusCodes.Status400BadRequest);
                break;
            default:
                // Nobody is there to be answered. The server may not know yet, would try to read on, and log that as an error.
                context.Abort();
                break;
        }
    }

    /// <summary>A request that outlives an upgrade must not take the session's WebSocket with it.</summary>
    private static void CloseIfPolling(EngineSocket session, PollingTransport polling)
    {
        if (polling.IsServing)
        {
            session.Close(CloseReason.TransportError, CloseMode.Discard);
        }
    }

    private async Task<BodyOutcome> ReceiveAsync(
        HttpContext context, EngineSocket session, PollingTransport polling, IPayloadCodec codec)
    {
        using var body = await BodyReader.ReadAsync(context, polling, runtime.Options, runtime.Clock.Time);
        if (body.Outcome != BodyOutcome.Complete)
        {
            return body.Outcome;
        }
        var rest = body.Body;
        if (session.Jsonp is not null)
        {
            // What is no such form says nothing, as in the reference.
            if (!JsonpForm.TryUnwrap(rest.Span, out var payload))
            {
                return BodyOutcome.Complete;
            }
            rest = payload;
        }
        if (!codec.IsWellFormed(rest.Span))
        {
            if (Utf8Repair.Repair(rest.Span, runtime.Options.MaxHttpBufferSize) is not { } repaired)
            {
                return BodyOutcome.TooLarge;
            }
            rest = repaired;
        }
        var isLast = false;
        while (!isLast && session.IsOpen)
        {
            if (codec.TryReadNext(ref rest, out isLast, out var packet))
            {
                await session.ReceiveAsync(packet);
            }
            else
            {
                session.Close(CloseReason.ParseError, CloseMode.Discard);
            }
        }
        return BodyOutcome.Complete;
    }
}
