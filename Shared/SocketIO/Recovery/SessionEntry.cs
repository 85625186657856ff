using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocketIO.Arguments;
using SocketIO.Core;
using SocketIO.Diagnostics;
using SocketIO.Parsers;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>
/// One client's way into a namespace with recovery: back to its session, if it shows one that waits for it, or into a new
/// one. It is told that it is in when the log has the session.
/// </summary>
internal sealed class SessionEntry(Namespace target, NamespaceSessions sessions, IArrival arrival)
{
    private readonly ISequencer _sequencer = sessions.Sequencer;
    private readonly ConnectionStateRecoveryOptions _options = target.Server.Options.ConnectionStateRecovery!;
    private readonly ILogger _logger = target.Server.Logs.Recovery;

    public async Task RunAsync(JsonElement auth)
    {
        var shown = arrival.KnowsSessions ? ReturnTicket.From(auth) : null;
        var handshake = arrival.CreateHandshake(shown is null ? auth : ReturnTicket.Without(auth));
        Socket? socket = null;
        try
        {
            socket = shown is null ? null : await ClaimAsync(shown, handshake).ConfigureAwait(false);
            socket ??= Create(handshake);
            if (!arrival.TryHold(socket))
            {
                socket.Leave(DisconnectReason.TransportClose);
                return;
            }
            var error = await RunMiddlewaresAsync(socket).ConfigureAwait(false);
            if (socket.HasLeft)
            {
                // Its client went away meanwhile.
            }
            else if (socket.Gate.IsOver)
            {
                // It ended, or went on elsewhere, whatever the middlewares say. The client comes back by itself, and is told.
                arrival.Connection.Engine.Close(EngineIO.CloseReason.TransportError);
            }
            else if (error is not null)
            {
                socket.Leave(DisconnectReason.ServerNamespaceDisconnect);
                arrival.Refuse(error);
            }
            else if (socket.Recovered)
            {
                Resume(socket);
            }
            else
            {
                await ConnectAsync(socket).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            Log.SessionTimedOut(_logger, arrival.Connection.Engine.Id, target.Name);
            arrival.Connection.Engine.Close(EngineIO.CloseReason.ForcedClose);
            if (socket is null)
            {
                target.Server.Namespaces.Exit(target);
            }
            else
            {
                socket.Leave(DisconnectReason.ForcedClose);
            }
        }
    }

    private ValueTask<ConnectError?> RunMiddlewaresAsync(Socket socket) =>
        socket.Recovered && _options.SkipMiddlewares ? ValueTask.FromResult<ConnectError?>(null) : target.RunMiddlewaresAsync(socket);

    private Socket Create(Handshake handshake) =>
        Create(arrival.CreateId(), handshake, new SocketSession(_sequencer, SessionId.Create(), generation: 0), recovered: false);

    private Socket Create(string id, Handshake handshake, SocketSession session, bool recovered)
    {
        var socket = new Socket(target, arrival.Connection, id, handshake, session, recovered);
        session.Attach(socket);
        return socket;
    }

    private async Task<Socket?> ClaimAsync(ReturnTicket shown, Handshake handshake)
    {
        Socket? claimed = null;
        var abandoned = false;
        var gate = new Lock();
        var claim = new ClaimOperation(target.Name, shown.Pid, shown.Offset.Epoch, shown.Offset.Number);
        try
        {
            await SubmitAsync(claim, (in LogEntry _, SessionChanged change) =>
            {
                lock (gate)
                {
                    if (abandoned)
                    {
                        _sequencer.Submit(new ReleaseOperation(change.Key));
                    }
                    else
                    {
                        claimed = Restore(shown.Pid, change, handshake);
                    }
                }
            }).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            lock (gate)
            {
                abandoned = claimed is null;
            }
            if (abandoned)
            {
                throw;
            }
        }
        if (claimed is null)
        {
            Log.SessionNotRecovered(_logger, arrival.Connection.Engine.Id, target.Name);
        }
        return claimed;
    }

    /// <summary>Makes the socket of a session that goes on, held back until it has what it missed; called in the stream.</summary>
    private Socket? Restore(string pid, SessionChanged change, Handshake handshake)
    {
        if (!SessionHistories.IsWhole(change) || !target.Users.MayReturn(handshake, change.Person))
        {
            // It dropped in the middle of its history, which it gets from the beginning, as a new session. Or it is somebody else now.
            _sequencer.Submit(new DepartOperation(change.Key, Ended: true));
            return null;
        }
        var session = new SocketSession(_sequencer, pid, change.Generation);
        session.Hold(change.Position);
        session.Histories.Restore(change);
        var socket = Create(change.Sid, handshake, session, recovered: true);
        socket.UserId = change.Person is { Length: > 0 } user ? user : null;
        socket.Data.Restore(change.Data.Where(pair => pair.Key is not (SessionHistories.DataKey or SharedNames.SetAt)));
        Follow(socket);
        sessions.Enter(socket, change.Rooms);
        return socket;
    }

    private void Resume(Socket socket)
    {
        if (!arrival.TryAdmit(socket))
        {
            socket.Leave(DisconnectReason.TransportClose);
            return;
        }
        if (!socket.Open(Accept(socket)))
        {
            arrival.Connection.Engine.Close(EngineIO.CloseReason.TransportError);
            return;
        }
        var session = SocketSession.Of(socket);
        _sequencer.Submit(new ResumeOperation(session.KeyOf(socket)));
        session.Ask();
    }

    private async Task ConnectAsync(Socket socket)
    {
        var session = SocketSession.Of(socket);
        socket.UserId = target.Users.Find(socket);
        // From here on the session is in the log, or will be: its first generation is the first.
        session.Generation = 1;
        var connect = new ConnectOperation
        {
            Namespace = target.Name,
            Sid = socket.Id,
            Pid = session.Pid,
            Person = socket.UserId ?? "",
            Data = Follow(socket).ToImmutableDictionary(),
            Window = arrival.KnowsSessions ? _options.MaxDisconnectionDuration : TimeSpan.Zero,
            Rooms = socket.UserId is { } user ? [UserRooms.NameOf(user)] : [],
        };
        var answer = await SubmitAsync(connect, (in LogEntry _, SessionChanged change) => Begin(socket, change)).ConfigureAwait(false);
        if (answer.Status == SubmissionStatus.Denied)
        {
            session.End(mayReturn: false);
            socket.Leave(DisconnectReason.ServerNamespaceDisconnect);
            var error = new ConnectError("Session refused");
            arrival.Refuse(error);
        }
    }

    /// <summary>The log has the session; called in the stream.</summary>
    private void Begin(Socket socket, SessionChanged change)
    {
        var session = SocketSession.Of(socket);
        if (session.IsOver || socket.HasLeft)
        {
            // It left before it began: its end was not said, or before its beginning, which waited for room.
            session.End(mayReturn: false);
            _sequencer.Submit(new DepartOperation(session.KeyOf(socket), Ended: true));
            return;
        }
        sessions.Enter(socket, change.Rooms);
        if (arrival.TryAdmit(socket))
        {
            socket.Open(Accept(socket));
        }
        else
        {
            socket.Leave(DisconnectReason.TransportClose);
            // It may have left in the moment in which it was entered, and have found nothing to remove yet.
            target.Remove(socket);
        }
    }

    private IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Follow(Socket socket) => socket.Data.Follow((key, json) =>
    {
        if (SocketSession.Of(socket) is { HasBegun: true, IsOver: false } session)
        {
            sessions.Submit(new DataOperation(session.KeyOf(socket), key, json));
        }
    });

    private EncodedPacket Accept(Socket socket) => arrival.Accept(socket.Id, arrival.KnowsSessions ? SocketSession.Of(socket).Pid : null);

    /// <exception cref="TimeoutException">It took too long, be it to find room, or to be answered.</exception>
    private async Task<SubmissionAnswer> SubmitAsync(IOperation operation, SessionCallback onChanged)
    {
        using var patience = new CancellationTokenSource(target.Server.Options.ConnectTimeout, target.Server.Time);
        try
        {
            return await _sequencer.SubmitAsync(operation, new SubmitOptions { OnChanged = onChanged }, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }
}

/// <summary>What a client shows to come back: its private id, and the offset of the last event it has.</summary>
/// <param name="Pid">The private id.</param>
/// <param name="Offset">The offset.</param>
internal sealed record ReturnTicket(string Pid, SessionOffset Offset)
{
    private static ReadOnlySpan<byte> PidName => "pid"u8;

    private static ReadOnlySpan<byte> OffsetName => "offset"u8;

    public static ReturnTicket? From(JsonElement auth)
    {
        string? pid = null;
        string? offset = null;
        foreach (var property in auth.EnumerateObject())
        {
            // Names as they came: an escape in another one may be none, and would throw when it is read.
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.SequenceEqual(PidName))
            {
                pid = TextOf(property.Value);
            }
            else if (name.SequenceEqual(OffsetName))
            {
                offset = TextOf(property.Value);
            }
        }
        return pid is { Length: > 0 } ? new ReturnTicket(pid, SessionOffset.Parse(offset)) : null;
    }

    /// <summary>What the application may see: the private id is nobody else's business.</summary>
    public static JsonElement Without(JsonElement auth)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("{"u8);
        foreach (var property in auth.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.SequenceEqual(PidName) || name.SequenceEqual(OffsetName))
            {
                continue;
            }
            buffer.Write(buffer.WrittenCount > 1 ? ",\""u8 : "\""u8);
            buffer.Write(name);
            buffer.Write("\":"u8);
            buffer.Write(JsonMarshal.GetRawUtf8Value(property.Value));
        }
        buffer.Write("}"u8);
        return ArgumentSerializer.ParseElement(buffer.WrittenSpan);
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: valid JSON, but no text, and none of ours.
            return null;
        }
    }
}
