using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EngineIO;
using Microsoft.Extensions.Logging;
using SocketIO.Events;
using SocketIO.Namespaces;
using SocketIO.Packets;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace SocketIO.Connections;

/// <summary>One Engine.IO connection and the sockets on it, one for each namespace that its client joined.</summary>
internal sealed class ClientConnection : IEngineSocketHandler
{
    private static readonly ConnectError InvalidNamespace = new("Invalid namespace");

    /// <summary>How long a client may not know that it has left a namespace.</summary>
    private static readonly TimeSpan LeaveIsNew = TimeSpan.FromSeconds(20);

    private readonly SocketIOServer _server;
    private readonly IPacketDecoder _decoder;
    private readonly IConnectDialect _dialect;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Attempt> _connecting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _left = new(StringComparer.Ordinal);
    private readonly Lock _joining = new();
    private volatile bool _closed;

    public ClientConnection(SocketIOServer server, EngineSocket engine)
    {
        _server = server;
        Engine = engine;
        _logger = server.SocketLogger;
        _decoder = server.Parser.CreateDecoder();
        _dialect = ConnectDialects.Of(engine);
    }

    public EngineSocket Engine { get; }

    /// <summary>Whether the client has joined a namespace, or is about to.</summary>
    public bool HasJoined => !_sockets.IsEmpty || !_connecting.IsEmpty;

    public bool IsClosed => _closed;

    /// <summary>Lets a client into <c>/</c> that takes it for granted.</summary>
    public void Begin()
    {
        if (_dialect.JoinsMainUnasked && TryBegin("/", out var attempt))
        {
            _ = JoinGuardedAsync("/", ConnectPayload.NoAuth, attempt);
        }
    }

    public ValueTask OnMessageAsync(EngineMessage message)
    {
        if (_closed)
        {
            return ValueTask.CompletedTask;
        }
        var result = _decoder.Decode(message);
        if (result.Error is not null)
        {
            foreach (var socket in _sockets.Values)
            {
                socket.Raise(new EventError(result.Error));
            }
            return Refuse(result.Error);
        }
        return result.Packet is null ? ValueTask.CompletedTask : OnPacketAsync(result.Packet);
    }

    public void OnClosed(CloseReason reason)
    {
        _closed = true;
        foreach (var socket in _sockets.Values)
        {
            socket.Leave(reason.ToDisconnectReason());
        }
    }

    public void Close(CloseReason reason) => Engine.Close(reason);

    /// <summary>Makes every socket leave its namespace, so that the client stays away, and closes the connection.</summary>
    public void DisconnectAll()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Disconnect();
        }
        if (_server.Sequencer is { } sequencer)
        {
            // Behind what was emitted before, and behind the goodbyes.
            sequencer.After(sequencer.LastSubmission, () => Close(CloseReason.ForcedServerClose));
        }
        else
        {
            Close(CloseReason.ForcedServerClose);
        }
    }

    /// <summary>Drops a socket that has left; by reference, since its namespace may have been joined again.</summary>
    public void Forget(Socket socket)
    {
        if (_sockets.TryRemove(KeyValuePair.Create(socket.Namespace.Name, socket)))
        {
            _left[socket.Namespace.Name] = _server.Time.GetTimestamp();
        }
    }

    private ValueTask OnPacketAsync(Packet packet)
    {
        var name = _dialect.NamespaceOf(packet);
        if (packet.Type == PacketType.Connect)
        {
            return ConnectAsync(name, packet);
        }
        return _sockets.TryGetValue(name, out var socket)
            ? socket.OnPacketAsync(packet)
            : OnPacketWithoutSocket(name, packet);
    }

    private ValueTask OnPacketWithoutSocket(string name, Packet packet)
    {
        if (packet.Type == PacketType.Disconnect)
        {
            // One that is still in the middlewares does not get in any more; one may just have got in.
            return TryAbandon(name, out var socket) ? ValueTask.CompletedTask : socket.OnPacketAsync(packet);
        }
        // The client may not know yet that the server made it leave. One that still does not has to learn it otherwise.
        return _left.TryGetValue(name, out var since) && _server.Time.GetElapsedTime(since) < LeaveIsNew
            ? ValueTask.CompletedTask
            : Refuse($"no namespace {name} joined");
    }

    private ValueTask ConnectAsync(string name, Packet packet)
    {
        if (!TryBegin(name, out var attempt))
        {
            // Some clients ask again while they wait for a middleware: the answer to the first is one to both.
            return _connecting.ContainsKey(name) ? ValueTask.CompletedTask : Refuse($"namespace {name} joined twice");
        }
        // Not awaited by the reader: a middleware may take its time, and other namespaces go on meanwhile.
        _ = JoinGuardedAsync(name, _dialect.AuthOf(packet), attempt);
        return ValueTask.CompletedTask;
    }

    private async Task JoinGuardedAsync(string name, JsonElement auth, Attempt attempt)
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
    }

    private async Task JoinAsync(string name, JsonElement auth, Attempt attempt)
    {
        if (await _server.Namespaces.EnterAsync(name, auth).ConfigureAwait(false) is not { } target)
        {
            // In this form whatever the dialect, as the reference has it.
            ReplyIfWaiting(name, attempt, InvalidNamespace, ConnectPayload.Refuse(_server, name, InvalidNamespace));
            return;
        }
        if (target.Sessions is not null)
        {
            await new SessionEntry(target, this, _dialect, new Admission(this, attempt)).RunAsync(auth).ConfigureAwait(false);
            return;
        }
        var handshake = CreateHandshake(auth);
        var socket = new Socket(target, this, _dialect.CreateId(Engine, target.Name), handshake);
        var error = await target.RunMiddlewaresAsync(socket).ConfigureAwait(false);
        if (error is not null)
        {
            socket.Leave(DisconnectReason.ServerNamespaceDisconnect);
            ReplyIfWaiting(target.Name, attempt, error, _dialect.Refuse(_server, target.Name, error));
            return;
        }
        if (!TryAdmit(socket, attempt))
        {
            socket.Leave(DisconnectReason.TransportClose);
            return;
        }
        socket.Open(_dialect.Accept(_server.Parser, target.Name, socket.Id, pid: null));
    }

    /// <summary>What is known of a client that joins now.</summary>
    public Handshake CreateHandshake(JsonElement auth) => new(Engine.Handshake, auth, _server.Time.GetUtcNow());

    private bool TryBegin(string @namespace, out Attempt attempt)
    {
        attempt = new Attempt();
        lock (_joining)
        {
            return !_sockets.ContainsKey(@namespace) && _connecting.TryAdd(@namespace, attempt);
        }
    }

    private bool TryAbandon(string @namespace, [NotNullWhen(false)] out Socket? socket)
    {
        lock (_joining)
        {
            _connecting.TryRemove(@namespace, out _);
            return !_sockets.TryGetValue(@namespace, out socket);
        }
    }

    /// <summary>Lets a socket in, unless the client has left meanwhile, or left and begun anew.</summary>
    private bool TryAdmit(Socket socket, Attempt attempt)
    {
        var name = socket.Namespace.Name;
        lock (_joining)
        {
            if (!_connecting.TryGetValue(name, out var current) || current != attempt)
            {
                return false;
            }
            _sockets[name] = socket;
            _left.TryRemove(name, out _);
            _connecting.TryRemove(name, out _);
        }
        return !_closed;
    }

    private void ReplyIfWaiting(string @namespace, Attempt attempt, ConnectError error, EncodedPacket answer)
    {
        if (!_connecting.TryRemove(KeyValuePair.Create(@namespace, attempt)))
        {
            return;
        }
        Log.ConnectRefused(_logger, Engine.Id, @namespace, error.Message);
        Engine.Send(answer.Messages);
    }

    private ValueTask Refuse(string why)
    {
        Log.ProtocolBroken(_logger, Engine.Id, why);
        Close(CloseReason.ForcedClose);
        return ValueTask.CompletedTask;
    }

    /// <summary>One wish to join; a client that leaves and comes back has another.</summary>
    internal sealed class Attempt;

    /// <summary>What becomes of one wish to join.</summary>
    internal readonly struct Admission(ClientConnection connection, Attempt attempt)
    {
        /// <inheritdoc cref="ClientConnection.TryAdmit"/>
        public bool TryAdmit(Socket socket) => connection.TryAdmit(socket, attempt);

        /// <summary>Says why the client does not get in, if it still waits.</summary>
        public void Refuse(string @namespace, ConnectError error, EncodedPacket answer) =>
            connection.ReplyIfWaiting(@namespace, attempt, error, answer);
    }
}
