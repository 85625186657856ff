using System.Collections.Concurrent;
using EngineIO;
using SocketIO.Adapters;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Limits;
using SocketIO.Packets;
using SocketIO.Parsers;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>
/// The sessions of a namespace that are with this worker. Everything here that is called from the stream must not
/// block, and runs no code of the application.
/// </summary>
internal sealed class NamespaceSessions(Namespace owner, ISequencer sequencer, IAdapter local, AwayLimit away, UnansweredEmits unanswered)
{
    private readonly ConcurrentDictionary<string, Socket> _sockets = new(StringComparer.Ordinal);

    public ISequencer Sequencer => sequencer;

    /// <summary>Takes in a socket whose session has begun, or was claimed; called in the stream.</summary>
    public void Enter(Socket socket, IReadOnlyList<string> rooms)
    {
        if (_sockets.TryGetValue(socket.Id, out var former) && former != socket)
        {
            Fence(former);
        }
        _sockets[socket.Id] = socket;
        local.Add(socket);
        local.Join(socket, rooms);
        if (socket.Gate.IsOver)
        {
            // Its connection ended meanwhile, and found nothing to remove yet.
            _sockets.TryRemove(KeyValuePair.Create(socket.Id, socket));
            local.Remove(socket);
        }
    }

    /// <summary>
    /// The socket leaves: its connection is gone, or one of the two sides wants it. A client that was not let in yet has
    /// seen nothing of this worker: a session that it came back with waits for it again, a new one ends.
    /// </summary>
    /// <returns>Whether the client may come back to its session.</returns>
    public bool Depart(Socket socket, DisconnectReason reason, bool wasConnected)
    {
        _sockets.TryRemove(KeyValuePair.Create(socket.Id, socket));
        if (SocketSession.Of(socket) is not { HasBegun: true, IsOver: false } session)
        {
            // It ended before, another connection has it, or it has not begun.
            return false;
        }
        var mayReturn = !session.IsEnding && (wasConnected ? IsRecoverable(reason) : socket.Recovered) && MayBeAway(socket, session, reason);
        session.End(mayReturn);
        sequencer.Submit(!wasConnected && mayReturn
            ? new ReleaseOperation(session.KeyOf(socket))
            : new DepartOperation(session.KeyOf(socket), Ended: !mayReturn));
        return mayReturn;
    }

    /// <summary>Asks the session to end. The socket leaves when this comes back, behind everything that was sent before.</summary>
    public void End(Socket socket)
    {
        if (SocketSession.Of(socket) is { IsOver: false, IsEnding: false } session)
        {
            session.BeginEnd();
            // Behind what the client still misses, too.
            session.Run(() => Submit(new DepartOperation(session.KeyOf(socket), Ended: true)));
        }
    }

    /// <summary>Submits what a handler does, so that its acknowledgement can wait for it.</summary>
    public long Submit(IOperation operation, SubmitOptions options = default)
    {
        var submission = sequencer.Submit(operation, options);
        HandlerScope.Submitted(submission, operation, options);
        return submission;
    }

    /// <summary>As <see cref="Submit"/>, as soon as there is room; completes when it has come back. A handler need not wait for it.</summary>
    public ValueTask<SubmissionAnswer> SubmitAsync(IOperation operation, SubmitOptions options, CancellationToken cancellation)
    {
        var answer = sequencer.SubmitAsync(operation, options, cancellation);
        // Perhaps one that somebody else has made since, which does no harm.
        HandlerScope.Submitted(sequencer.LastSubmission, operation, options);
        return answer;
    }

    public void OnEmit(in LogEntry entry, EmitEvent emit)
    {
        EncodedPacket? filled = null;
        foreach (var socket in local.Select(emit.Target))
        {
            if (socket.Gate.IsLive)
            {
                socket.Outbox.Deliver(filled ??= Fill(entry, emit));
            }
        }
    }

    public void OnSession(in LogEntry entry, SessionChanged change, SessionCallback? own)
    {
        switch (change.Kind)
        {
            case SessionChangeKind.Connected:
                own?.Invoke(entry, change);
                break;
            case SessionChangeKind.Claimed:
                own?.Invoke(entry, change);
                if (Find(change) is { } former)
                {
                    // Another connection has taken its place; or nobody has, because the claim came too late, or to nothing.
                    Fence(former);
                }
                break;
            case SessionChangeKind.Joined when Find(change) is { } socket:
                local.Join(socket, change.Rooms);
                own?.Invoke(entry, change);
                break;
            case SessionChangeKind.Left when Find(change) is { } socket:
                local.Leave(socket, change.Rooms);
                own?.Invoke(entry, change);
                break;
            case SessionChangeKind.Ended:
                unanswered.Gone(change.Sid);
                if (Find(change) is { } ended)
                {
                    Leave(ended, close: false);
                }
                break;
            case SessionChangeKind.Resumed:
                unanswered.Resumed(change.Sid);
                break;
            default:
                break;
        }
    }

    /// <summary>Windows are over, or a worker is gone, of sessions of whatever namespace.</summary>
    public void OnSessions(SessionsChanged changes)
    {
        foreach (var session in changes.Sessions)
        {
            OnGone(session, changes.Kind == SessionChangeKind.Expired);
        }
    }

    public void OnTargetChange(TargetChanged changed)
    {
        var change = changed.Change;
        foreach (var session in changed.Sessions)
        {
            if (change.Action == TargetAction.Disconnect)
            {
                unanswered.Gone(session.Sid);
            }
            if (!_sockets.TryGetValue(session.Sid, out var socket))
            {
                continue;
            }
            switch (change.Action)
            {
                case TargetAction.Join:
                    local.Join(socket, change.Rooms);
                    break;
                case TargetAction.Leave:
                    local.Leave(socket, change.Rooms);
                    break;
                case TargetAction.Disconnect:
                    Leave(socket, change.Close);
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(changed), change.Action, null);
            }
        }
    }

    public void OnMissed(SessionKey key, MissedPage page)
    {
        if (_sockets.TryGetValue(key.Sid, out var socket) && SocketSession.Of(socket) is var session && session.Generation == key.Generation)
        {
            session.Take(page, Fill);
        }
    }

    public void OnAttached()
    {
        foreach (var socket in _sockets.Values)
        {
            SocketSession.Of(socket).AskAgain();
        }
        unanswered.TryAgain();
    }

    private EncodedPacket Fill(in LogEntry entry, EmitEvent emit) => DurableSlots.Fill(
        owner.Server.Parser,
        PacketEnvelope.Open(owner.Server.Parser, emit.Packet),
        entry.DurableId,
        emit.Stamp ?? DurableStamp.None,
        new SessionOffset(sequencer.Epoch, entry.Number));

    /// <summary>The socket of a change, if it is still with the generation that the change means, or with an older one.</summary>
    private Socket? Find(SessionChanged change) =>
        _sockets.TryGetValue(change.Sid, out var socket) && SocketSession.Of(socket) is var session
        && (change.Kind == SessionChangeKind.Claimed ? session.Generation < change.Generation : session.Generation == change.Generation)
            ? socket
            : null;

    private void OnGone(SessionReference session, bool expired)
    {
        if (session.Namespace != owner.Name)
        {
            return;
        }
        var mayReturn = !session.Ended && !expired;
        if (!mayReturn)
        {
            unanswered.Gone(session.Sid);
        }
        // The primary has given this worker up for a while: the client comes back, and claims its session.
        if (_sockets.TryRemove(session.Sid, out var socket))
        {
            SocketSession.Of(socket).End(mayReturn);
            socket.Connection.Close(CloseReason.TransportError);
        }
    }

    /// <summary>Another connection has the session: this one is half-open, or a copy. It is closed and not told to stay away, since
    /// the other may be an older attempt of the same client that was late; then this client comes back.</summary>
    private void Fence(Socket socket)
    {
        if (socket is { HasOpened: true, IsEarly: false })
        {
            // Before the session is resumed elsewhere: its client may be asked again there. And before it ends here, since whoever
            // finds it ended, as its connection breaks, lets no question wait.
            socket.Outbox.Close(mayReturn: true);
        }
        // What a middleware asked has not been sent, and fails; by then it is known that the middleware was left alone.
        SocketSession.Of(socket).End(mayReturn: true, DisconnectReason.TransportClose);
        socket.Outbox.Close(mayReturn: false);
        Leave(socket, mayReturn: true, DisconnectReason.TransportClose, CloseReason.TransportError);
    }

    private void Leave(Socket socket, bool close)
    {
        // Behind everything that reached the socket; nothing reaches it from here on.
        var knows = socket.SayGoodbye() || socket.HasLeft;
        // One that is being let in this moment cannot be told, and would believe for ever that it is in.
        Leave(socket, mayReturn: false, DisconnectReason.ServerNamespaceDisconnect, close ? CloseReason.ForcedServerClose : knows ? null : CloseReason.TransportError);
    }

    private void Leave(Socket socket, bool mayReturn, DisconnectReason reason, CloseReason? close)
    {
        _sockets.TryRemove(KeyValuePair.Create(socket.Id, socket));
        SocketSession.Of(socket).End(mayReturn, reason);
        // The application's handlers run elsewhere.
        ThreadPool.UnsafeQueueUserWorkItem(static left => left.Socket.LeaveAfterEnd(left.Reason, left.Close), (Socket: socket, Reason: reason, Close: close), preferLocal: false);
    }

    private bool MayBeAway(Socket socket, SocketSession session, DisconnectReason reason)
    {
        // From a server that stops they go because they are told to, all at once, and come back to its successor or to another.
        if (reason == DisconnectReason.ServerShuttingDown
            || away.TryLeave(socket.Id, session.Generation, socket.Handshake.Origin))
        {
            return true;
        }
        owner.Server.Metrics.SessionNotKept();
        Log.SessionNotKept(owner.Server.Logs.Recovery, socket.Id, socket.Handshake.Address);
        return false;
    }

    // As the reference: whoever said goodbye, or spoke nonsense, does not come back to its session.
    private static bool IsRecoverable(DisconnectReason reason) => reason
        is not (DisconnectReason.ClientNamespaceDisconnect or DisconnectReason.ServerNamespaceDisconnect or DisconnectReason.ParseError);
}
