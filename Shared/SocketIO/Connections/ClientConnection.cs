using System.Text.Json;
using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Core;
using SocketIO.Diagnostics;
using SocketIO.Limits;
using SocketIO.Parsers;

namespace SocketIO.Connections;

/// <summary>One Engine.IO connection and the sockets on it, one for each namespace that its client joined.</summary>
internal sealed class ClientConnection : IEngineSocketHandler, ISocketConnection
{
    private static readonly ConnectError InvalidNamespace = new("Invalid namespace");
    private static readonly ConnectError TooManyNamespaces = new("Too many namespaces");

    private readonly SocketIOServer _server;
    private readonly ConnectionDesk _desk;
    private readonly IPacketDecoder _decoder;
    private readonly IConnectDialect _dialect;
    private readonly ILogger _logger;
    private readonly JoinedNamespaces _joined;
    private readonly ConnectPace _pace;
    private readonly MessagePace _messages;
    private readonly Pause _pause;
    private readonly PacketWatch _packet;
    private LinkedListNode<Deadline>? _unjoined;
    private volatile bool _closed;

    public ClientConnection(SocketIOServer server, ConnectionDesk desk, EngineSocket engine)
    {
        _server = server;
        _desk = desk;
        Engine = engine;
        _logger = server.Logs.Connections;
        _decoder = server.Parser.CreateDecoder();
        _dialect = ConnectDialects.Of(engine);
        _joined = new JoinedNamespaces(server.Options.Limits, server.Time);
        _pace = new ConnectPace(server.Options.Limits, server.Options.MaxPendingTime, server.Time);
        _messages = new MessagePace(server.Options.Limits, server.Time);
        _pause = new Pause(server.Time);
        LogShare = server.Options.ConnectionStateRecovery is { } recovery ? new LogShare(recovery, server.Metrics, _pause, server.Time) : null;
        _packet = new PacketWatch(this, desk.AttachmentDeadlines, server.Options.Limits.AttachmentTimeout, server.Time);
    }

    public EngineSocket Engine { get; }

    /// <summary>What its handlers may put into the log, with connection state recovery.</summary>
    public LogShare? LogShare { get; }

    /// <summary>Begins the time in which it has to join something, and lets a client into <c>/</c> that takes it for granted.</summary>
    public void Begin()
    {
        _unjoined = _desk.ConnectDeadlines.Watch(this);
        if (_dialect.JoinsMainUnasked && _joined.Begin("/", out var attempt) == JoinStart.Begun)
        {
            _pace.BeginUnasked();
            _ = JoinGuardedAsync("/", ConnectPayload.NoAuth, attempt);
        }
    }

    /// <summary>Closes it, if it has joined nothing in its time.</summary>
    public void EndIfUnjoined()
    {
        if (!_closed && _joined.IsEmpty)
        {
            Close(CloseReason.ForcedClose);
        }
    }

    /// <summary>Closes it, if it still waits for the attachments of the packet for which it waited long ago.</summary>
    public void EndIfIncomplete()
    {
        if (!_closed && _packet.IsOverdue())
        {
            Log.ProtocolBroken(_logger, Engine.Id, "the attachments of a packet do not come");
            Close(CloseReason.ForcedClose);
        }
    }

    public ValueTask OnMessageAsync(EngineMessage message)
    {
        if (_closed)
        {
            return ValueTask.CompletedTask;
        }
        var wait = _messages.Count(message.Data.Length);
        var taken = TakeAsync(message);
        return wait > TimeSpan.Zero ? WaitBehindAsync(taken, wait) : taken;
    }

    private async ValueTask WaitBehindAsync(ValueTask taken, TimeSpan wait)
    {
        await taken.ConfigureAwait(false);
        _server.Metrics.MessagesHeldBack();
        await _pause.WaitAsync(wait).ConfigureAwait(false);
    }

    private ValueTask TakeAsync(EngineMessage message)
    {
        var result = _decoder.Decode(message);
        if (result.Error is not null)
        {
            foreach (var socket in _joined.Sockets)
            {
                socket.Raise(new EventError(result.Error));
            }
            return Refuse(result.Error);
        }
        if (result.Packet is null)
        {
            if (_decoder.IsWaiting)
            {
                _packet.Begin();
            }
            return ValueTask.CompletedTask;
        }
        _packet.End();
        return OnPacketAsync(result.Packet);
    }

    public void OnClosed(CloseReason reason)
    {
        _closed = true;
        // What is closed is let go at once, and not when its time would be over.
        _desk.ConnectDeadlines.Forget(_unjoined);
        _packet.Close();
        _pace.Close();
        _pause.Close();
        foreach (var early in _joined.Close())
        {
            early.Leave(reason.ToDisconnectReason());
        }
        foreach (var socket in _joined.Sockets)
        {
            socket.Leave(reason.ToDisconnectReason());
        }
    }

    public void Close(CloseReason reason) => Engine.Close(reason);

    /// <summary>Makes every socket leave its namespace, so that the client stays away, and closes the connection.</summary>
    public void DisconnectAll()
    {
        foreach (var socket in _joined.Sockets)
        {
            socket.Disconnect();
        }
        // Behind what was emitted before, and behind the goodbyes.
        _server.Main.Order.Behind(() => Close(CloseReason.ForcedServerClose));
    }

    /// <inheritdoc cref="JoinedNamespaces.Forget"/>
    public void Forget(Socket socket) => _joined.Forget(socket);

    private ValueTask OnPacketAsync(Packet packet)
    {
        var name = _dialect.NamespaceOf(packet);
        if (packet.Type == PacketType.Connect)
        {
            return ConnectAsync(name, packet);
        }
        return _joined.TryGet(name, out var socket)
            ? SocketInbox.TakeAsync(socket, packet)
            : OnPacketWithoutSocket(name, packet);
    }

    private ValueTask OnPacketWithoutSocket(string name, Packet packet)
    {
        if (packet.Type == PacketType.Disconnect)
        {
            // One that is still in the middlewares does not get in any more; one may just have got in.
            return _joined.Abandon(name) is { } early ? SocketInbox.TakeAsync(early, packet) : ValueTask.CompletedTask;
        }
        // The client may not know yet that the server made it leave. One that still does not has to learn it otherwise.
        return _joined.HasJustLeft(name) ? ValueTask.CompletedTask : Refuse($"no namespace {name} joined");
    }

    private ValueTask ConnectAsync(string name, Packet packet)
    {
        var start = _joined.Begin(name, out var attempt);
        if (start == JoinStart.IsIn)
        {
            return Refuse($"namespace {name} joined twice");
        }
        if (start == JoinStart.IsOnItsWay)
        {
            // Some clients ask again while they wait for a middleware: the answer to the first is one to both.
            return ValueTask.CompletedTask;
        }
        // Refusals too cost something.
        var pace = _pace.BeginAsync();
        return pace.IsCompletedSuccessfully
            ? ConnectAsync(pace.Result, start, name, packet, attempt)
            : ConnectLaterAsync(pace, start, name, packet, attempt);
    }

    private async ValueTask ConnectLaterAsync(
        ValueTask<Pace> pace, JoinStart start, string name, Packet packet, JoinedNamespaces.Attempt attempt)
    {
        _server.Metrics.ConnectHeldBack();
        await ConnectAsync(await pace.ConfigureAwait(false), start, name, packet, attempt).ConfigureAwait(false);
    }

    private ValueTask ConnectAsync(Pace pace, JoinStart start, string name, Packet packet, JoinedNamespaces.Attempt attempt)
    {
        switch (pace)
        {
            case Pace.Free:
                Connect(start, name, packet, attempt);
                return ValueTask.CompletedTask;
            case Pace.Stuck:
                return Refuse("too many namespaces are joined at once, and none gets on");
            case Pace.Over:
                return ValueTask.CompletedTask;
            default:
                throw new ArgumentOutOfRangeException(nameof(pace), pace, null);
        }
    }

    private void Connect(JoinStart start, string name, Packet packet, JoinedNamespaces.Attempt attempt)
    {
        if (start != JoinStart.Begun)
        {
            _pace.End();
            var refusal = start == JoinStart.TooMany ? TooManyNamespaces : InvalidNamespace;
            Reply(name, refusal, ConnectPayload.Refuse(_server, name, refusal));
            return;
        }
        // Not awaited by the reader: a middleware may take its time, and other namespaces go on meanwhile.
        _ = JoinGuardedAsync(name, _dialect.AuthOf(packet), attempt);
    }

    private async Task JoinGuardedAsync(string name, JsonElement auth, JoinedNamespaces.Attempt attempt)
    {
        try
        {
            await JoinAsync(name, auth, attempt).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Without an answer the client would wait for ever; it comes back by itself.
            Log.JoinFailed(_logger, exception, Engine.Id, name);
            Close(CloseReason.ForcedClose);
        }
        finally
        {
            _pace.End();
        }
    }

    private async Task JoinAsync(string name, JsonElement auth, JoinedNamespaces.Attempt attempt)
    {
        if (await _server.Namespaces.EnterAsync(name, auth).ConfigureAwait(false) is not { } target)
        {
            // In this form whatever the dialect, as the reference has it.
            ReplyIfWaiting(name, attempt, InvalidNamespace, ConnectPayload.Refuse(_server, name, InvalidNamespace));
            return;
        }
        await target.Order.LetInAsync(new Arrival(this, target, _dialect, attempt), auth).ConfigureAwait(false);
    }

    /// <summary>What is known of a client that joins now.</summary>
    private Handshake CreateHandshake(JsonElement auth) => new(Engine.Handshake, auth, _server.Time.GetUtcNow());

    private void ReplyIfWaiting(string @namespace, JoinedNamespaces.Attempt attempt, ConnectError error, EncodedPacket answer)
    {
        if (_joined.TryRefuse(@namespace, attempt))
        {
            Reply(@namespace, error, answer);
        }
    }

    private void Reply(string @namespace, ConnectError error, EncodedPacket answer)
    {
        Log.ConnectRefused(_logger, Engine.Id, @namespace, error.Message);
        Engine.Send(answer.Messages);
    }

    private ValueTask Refuse(string why)
    {
        Log.ProtocolBroken(_logger, Engine.Id, why);
        Close(CloseReason.ForcedClose);
        return ValueTask.CompletedTask;
    }

    private sealed class Arrival(ClientConnection connection, Namespace target, IConnectDialect dialect, JoinedNamespaces.Attempt attempt) : IArrival
    {
        public ISocketConnection Connection => connection;

        public bool KnowsSessions => dialect.KnowsSessions;

        public string CreateId() => dialect.CreateId(connection.Engine, target.Name);

        public Handshake CreateHandshake(JsonElement auth) => connection.CreateHandshake(auth);

        public bool TryHold(Socket socket) => connection._joined.TryHold(socket, attempt);

        public bool TryAdmit(Socket socket) => connection._joined.TryAdmit(socket, attempt);

        public EncodedPacket Accept(string socketId, string? pid) => dialect.Accept(target.Server.Parser, target.Name, socketId, pid);

        public void Refuse(ConnectError error) =>
            connection.ReplyIfWaiting(target.Name, attempt, error, dialect.Refuse(target.Server, target.Name, error));
    }
}
