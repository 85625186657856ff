using System.Buffers;
using EngineIO.Diagnostics;
using EngineIO.Events;
using EngineIO.Packets;
using EngineIO.Sessions;
using EngineIO.Transports;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Http;

/// <summary>Verifies each request and sends it to where it is served.</summary>
internal sealed class RequestRouter
{
    private const string HandshakeError = "TRANSPORT_HANDSHAKE_ERROR";
    private const string IdError = "ID_GENERATION_ERROR";

    /// <summary>
    /// Clients of version 3 may listen for messages only once they know that the WebSocket is open, and would miss an open
    /// packet that arrives together with the 101.
    /// </summary>
    private static readonly TimeSpan LegacyOpenDelay = TimeSpan.FromMilliseconds(5);

    // As in the reference: what no header value may hold.
    private static readonly SearchValues<char> InvalidInHeader = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Select(code => (char)code), '\x7F']);

    private readonly EngineRuntime _runtime;
    private readonly HeartbeatScan _scan;
    private readonly HookList<ConnectionErrorEventArgs> _onError;
    private readonly SessionIds _ids;
    private readonly PollingEndpoint _polling;
    private readonly WebSocketEndpoint _webSockets;
    private readonly CorsHeaders? _cors;
    private readonly WebSocketOrigin _origins;

    public RequestRouter(EngineRuntime runtime, HeartbeatScan scan, HookList<ConnectionErrorEventArgs> onError)
    {
        _runtime = runtime;
        _scan = scan;
        _onError = onError;
        _ids = new SessionIds(runtime);
        _polling = new PollingEndpoint(runtime);
        _webSockets = new WebSocketEndpoint(runtime);
        _cors = runtime.Options.Cors is { } cors ? new CorsHeaders(runtime, cors) : null;
        _origins = new WebSocketOrigin(runtime, _cors);
    }

    public Task HandleAsync(HttpContext context)
    {
        var request = EngineRequest.Of(context);
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.AsSpan().ContainsAny(InvalidInHeader))
        {
            return RefuseAsync(context, request, EngineError.InvalidOrigin(origin));
        }
        if (ApplyCors(context))
        {
            return Task.CompletedTask;
        }
        if (request.Transport == EngineTransports.None || !_runtime.Options.Transports.HasFlag(request.Transport))
        {
            return RefuseAsync(context, request, EngineError.TransportUnknown(request.TransportName));
        }
        return request.Sid is null ? HandshakeAsync(context, request) : ContinueAsync(context, request, request.Sid);
    }

    /// <summary>Sets the headers for other origins; true if the response is complete with them.</summary>
    public bool ApplyCors(HttpContext context) => _cors?.Apply(context) == true;

    private Task ContinueAsync(HttpContext context, EngineRequest request, string sid)
    {
        if (!_runtime.Sessions.TryGet(sid, out var session) || !IsAlive(session))
        {
            return RefuseAsync(context, request, EngineError.SessionUnknown(sid));
        }
        if (request.Protocol != session.Protocol)
        {
            return RefuseAsync(context, request, EngineError.ProtocolMismatch(request.Protocol, session.Protocol));
        }
        if (request.IsWebSocket && request.Transport == EngineTransports.WebSocket && WebSocketHandshake.IsValid(context))
        {
            return UpgradeAsync(context, request, session);
        }
        if (!request.IsWebSocket && request.Transport == EngineTransports.Polling && session.Slot.Transport is PollingTransport polling)
        {
            return _polling.HandleAsync(context, session, polling);
        }
        var error = request.IsWebSocket && request.Transport == EngineTransports.WebSocket
            ? EngineError.BadRequest(HandshakeError)
            : EngineError.TransportMismatch(request.TransportName, session.TransportName);
        return RefuseAsync(context, request, error);
    }

    private async Task UpgradeAsync(HttpContext context, EngineRequest request, EngineSocket session)
    {
        if (await CheckOriginAsync(context) is { } error)
        {
            await RefuseAsync(context, request, error);
            return;
        }
        await _webSockets.UpgradeAsync(context, session);
    }

    private async ValueTask<EngineError?> CheckOriginAsync(HttpContext context) =>
        await _origins.IsAllowedAsync(context) ? null : EngineError.OriginNotAllowed(context.Request.Headers.Origin.ToString());

    // The scan may not have come by yet; after a standstill of the process it has to come first.
    private bool IsAlive(EngineSocket session)
    {
        var now = _runtime.Clock.Now;
        if (session.IsOpen && _scan.Lateness(now) == 0)
        {
            session.Tick(now, pause: 0);
        }
        return session.IsOpen || session.Slot.Transport is PollingTransport { IsServing: true };
    }

    private async Task HandshakeAsync(HttpContext context, EngineRequest request)
    {
        var error = Verify(context, request) ??
            (request.IsWebSocket ? await CheckOriginAsync(context) : null) ??
            await AskAsync(context);
        if (error is not null)
        {
            await RefuseAsync(context, request, error);
        }
        else if (_runtime.IsClosing)
        {
            Responses.EndConnection(context);
            await Responses.EmptyAsync(context, StatusCodes.Status503ServiceUnavailable);
        }
        else if (_runtime.IsFull)
        {
            Log.TooManySessions(_runtime.Logger, _runtime.Sessions.Count);
            await TurnAwayAsync(context, request, StatusCodes.Status503ServiceUnavailable);
        }
        else if (_runtime.IsFullFor(context.Connection.RemoteIpAddress))
        {
            Log.TooManySessionsOfOne(_runtime.Logger, context.Connection.RemoteIpAddress!);
            await TurnAwayAsync(context, request, StatusCodes.Status429TooManyRequests);
        }
        else if (await _ids.NextAsync(context) is not { } id)
        {
            await RefuseAsync(context, request, EngineError.BadRequest(IdError));
        }
        else if (request.IsWebSocket)
        {
            await OpenWebSocketAsync(context, request, id);
        }
        else
        {
            await OpenPollingAsync(context, request, id);
        }
    }

    private EngineError? Verify(HttpContext context, EngineRequest request)
    {
        if (request.IsWebSocket)
        {
            return request.Transport != EngineTransports.WebSocket || !WebSocketHandshake.IsValid(context) ? EngineError.BadRequest(HandshakeError)
                : VerifyVersion(request);
        }
        return !HttpMethods.IsGet(context.Request.Method) ? EngineError.BadHandshakeMethod(context.Request.Method)
            : request.Transport == EngineTransports.WebSocket ? EngineError.BadRequest(HandshakeError)
            : VerifyVersion(request);
    }

    private EngineError? VerifyVersion(EngineRequest request) =>
        request.Protocol == 4 || _runtime.Options.AllowEIO3 ? null : EngineError.UnsupportedVersion(request.Protocol);

    private async ValueTask<EngineError?> AskAsync(HttpContext context)
    {
        if (_runtime.Options.AllowRequest is not { } ask)
        {
            return null;
        }
        try
        {
            var answer = await ask(context);
            return answer.IsAllowed ? null : EngineError.Forbidden(answer.Message);
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                Log.AllowRequestFailed(_runtime.Logger, exception);
            }
            return EngineError.Forbidden();
        }
    }

    private async Task OpenPollingAsync(HttpContext context, EngineRequest request, string id)
    {
        if (Create(context, request, id, webSocket: null) is not { } session)
        {
            await RefuseAsync(context, request, EngineError.BadRequest(IdError));
            return;
        }
        if (!TryOpen(session, openPacket: null))
        {
            await RefuseAsync(context, request, EngineError.BadRequest("OPEN_HANDLER_FAILURE"));
            return;
        }
        var open = OpenPacket.Create(session.Id, _runtime.Options, EngineTransports.Polling);
        await _polling.AnswerHandshakeAsync(context, session, open);
    }

    private async Task OpenWebSocketAsync(HttpContext context, EngineRequest request, string id)
    {
        if (await _webSockets.AcceptAsync(context, request.Protocol, isInitial: true) is not { } transport)
        {
            return;
        }
        using (transport)
        {
            if (request.Protocol == 3)
            {
                await Task.Delay(LegacyOpenDelay, _runtime.Clock.Time);
            }
            if (Create(context, request, id, transport) is not { } session)
            {
                // Taken since it was made: too late for a refusal.
                transport.Close(CloseMode.Discard);
                await transport.Writer.WhenIdleAsync();
                return;
            }
            TryOpen(session, OpenPacket.Create(session.Id, _runtime.Options, EngineTransports.WebSocket));
            await WebSocketEndpoint.RunAsync(session, transport);
        }
    }

    /// <summary>Makes a session; null if its id is another's.</summary>
    private EngineSocket? Create(HttpContext context, EngineRequest request, string id, WebSocketTransport? webSocket)
    {
        var handshake = new EngineHandshake(context, _runtime.Clock.Time.GetUtcNow());
        var session = new EngineSocket(id, request.Protocol, handshake, _runtime, _scan.NewClock(request.Protocol), webSocket);
        if (_runtime.Sessions.TryAdd(session))
        {
            return session;
        }
        _ids.Taken(id);
        return null;
    }

    private bool TryOpen(EngineSocket session, OutboundMessage? openPacket)
    {
        var opened = session.Open(openPacket);
        if (!opened)
        {
            session.Close(CloseReason.ForcedServerClose, CloseMode.Discard);
        }
        else if (_runtime.IsClosing)
        {
            session.Close(CloseReason.ServerShuttingDown);
        }
        return opened;
    }

    private Task TurnAwayAsync(HttpContext context, EngineRequest request, int status)
    {
        _runtime.Metrics.TurnedAway();
        Responses.EndConnection(context);
        return RefuseAsync(context, request, EngineError.TooManySessions(status));
    }

    private async Task RefuseAsync(HttpContext context, EngineRequest request, EngineError error)
    {
        Log.RequestRefused(_runtime.Logger, error.Code, error.Message);
        if (_runtime.IsClosing)
        {
            Responses.EndConnection(context);
        }
        await _onError.RaiseAsync(new ConnectionErrorEventArgs(context, error.Code, error.Name, error.Context));
        await Responses.ErrorAsync(context, error, request.IsWebSocket);
    }
}
