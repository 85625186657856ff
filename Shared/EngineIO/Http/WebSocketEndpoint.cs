using EngineIO.Diagnostics;
using EngineIO.Packets;
using EngineIO.Sessions;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>The WebSockets: those that open a session, and those that a polling session moves to.</summary>
internal sealed class WebSocketEndpoint(EngineRuntime runtime)
{
    /// <summary>Takes the connection over; null if it was refused and answered.</summary>
    public async Task<WebSocketTransport?> AcceptAsync(HttpContext context, int protocol, bool isInitial)
    {
        if (isInitial)
        {
            await ResponseHooks.ApplyInitialAsync(runtime, context);
        }
        else
        {
            await ResponseHooks.ApplyAsync(runtime, context);
        }
        Subprotocols.Answer(runtime, context);
        var deflate = runtime.Options.PerMessageDeflate is { Enabled: true } options && DeflateNegotiation.TryAccept(context) ? options : null;
        var form = FrameForm.Of(protocol, base64: !string.IsNullOrEmpty(context.Request.Query["b64"]), deflate);
        if (await WebSocketHandshake.AcceptAsync(context) is { } connection)
        {
            return new WebSocketTransport(connection, context.Abort, runtime.Options, form);
        }
        await Responses.EmptyAsync(context, StatusCodes.Status503ServiceUnavailable);
        return null;
    }

    /// <summary>Serves an open session until its connection has ended.</summary>
    public static async Task RunAsync(EngineSocket session, WebSocketTransport transport)
    {
        try
        {
            await ReadAsync(session, transport);
        }
        catch
        {
            session.Close(CloseReason.TransportError, CloseMode.Abort);
            throw;
        }
        finally
        {
            session.Forget();
        }
    }

    // As the reference does: accepted and closed at once, which a client takes for the end of this WebSocket only.
    private async Task TurnAwayAsync(HttpContext context, int protocol)
    {
        using var transport = await AcceptAsync(context, protocol, isInitial: false);
        if (transport is not null)
        {
            transport.Close(CloseMode.Discard);
            await transport.Writer.WhenIdleAsync();
        }
    }

    /// <summary>Serves a WebSocket with the id of a polling session.</summary>
    public async Task UpgradeAsync(HttpContext context, EngineSocket session)
    {
        var ticket = new UpgradeTicket();
        if (!runtime.Options.AllowUpgrades || !session.Slot.TryBeginUpgrade(ticket))
        {
            Log.ClientFault(runtime.Logger, session.Id, "an upgrade that is not possible");
            await TurnAwayAsync(context, session.Protocol);
            return;
        }
        WebSocketTransport? candidate = null;
        try
        {
            candidate = await AcceptAsync(context, session.Protocol, isInitial: false);
            if (candidate is not null && session.Slot.SetCandidate(ticket, candidate) &&
                await new UpgradeProbe(session, ticket, candidate, runtime.Options, runtime.Clock.Time).RunAsync())
            {
                session.OnUpgraded();
                await RunAsync(session, candidate);
            }
        }
        finally
        {
            session.Slot.CancelUpgrade(ticket);
            candidate?.Dispose();
        }
    }

    /// <summary>Reads for the session until the connection has ended and the last frame is out.</summary>
    private static async Task ReadAsync(EngineSocket session, WebSocketTransport transport)
    {
        ReadOutcome outcome;
        while (MayContinue(outcome = await transport.Reader.ReadAsync()))
        {
            try
            {
                // After the close the rest is read and dropped, so that the client gets our close frame and not a reset.
                if (session.IsOpen)
                {
                    await HandleAsync(session, transport.Reader, outcome);
                }
            }
            finally
            {
                transport.Reader.Release();
            }
        }
        transport.AnswerEnd(outcome);
        session.Close(outcome == ReadOutcome.ProtocolError ? CloseReason.TransportError : CloseReason.TransportClose, CloseMode.ByPeer);
        await transport.Writer.WhenIdleAsync();
    }

    private static bool MayContinue(ReadOutcome outcome) => outcome is ReadOutcome.Message or ReadOutcome.TooBig;

    private static async ValueTask HandleAsync(EngineSocket session, MessageReader reader, ReadOutcome outcome)
    {
        if (outcome == ReadOutcome.TooBig)
        {
            session.Close(CloseReason.TransportError, CloseMode.TooBig);
        }
        else if (reader.IsBinary
            ? EnginePacket.TryParseBinary(reader.Message, session.Protocol, out var packet)
            : EnginePacket.TryParseText(reader.Message, session.Protocol, out packet))
        {
            await session.ReceiveAsync(packet);
        }
        else
        {
            session.Close(CloseReason.ParseError, CloseMode.Discard);
        }
    }
}
