using System.Text.Json;
using SocketIO.Adapters;
using SocketIO.Core;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Parsers;
using SocketIO.Sequencing;
using SocketIO.Sockets;

namespace SocketIO.Recovery;

/// <summary>The order of a namespace with recovery: that of the log.</summary>
internal sealed class SequencedOrder(
    Namespace owner, ISequencer sequencer, SequencedAdapter adapter, NamespaceSessions sessions, UnansweredEmits kept) : INamespaceOrder
{
    public IAdapter Adapter => adapter;

    public bool IsSequenced => true;

    public bool ResendsUnacknowledged => owner.Server.Options.ConnectionStateRecovery!.ResendUnacknowledged;

    public bool HasUnanswered => !kept.IsEmpty;

    public Task LetInAsync(IArrival arrival, JsonElement auth) => new SessionEntry(owner, sessions, arrival).RunAsync(auth);

    // It came with the session.
    public void EnterUser(Socket socket)
    {
    }

    public void JoinAtConnection(Socket socket, string[] rooms)
    {
        try
        {
            adapter.JoinAtConnection(socket, rooms);
        }
        catch (ArgumentException exception)
        {
            // Too many together with those that it came back with. This is the stream, and none of its business.
            Log.EarlyRoomsRefused(owner.Server.Logs.Recovery, exception, socket.Id);
            ThreadPool.UnsafeQueueUserWorkItem(static refused => refused.Disconnect(), socket, preferLocal: false);
        }
    }

    // This is the stream, which everybody waits for.
    public void StartHandlers(Socket socket) =>
        ThreadPool.UnsafeQueueUserWorkItem(static opened => opened.Handlers.Start(), socket, preferLocal: false);

    public void EmitAtConnection(Socket socket, EncodedPacket packet) => adapter.EmitAtConnection(socket, packet);

    public HandlerScope? CreateScope(Socket socket) => new(socket.LogShare);

    public async ValueTask<bool> WaitForTurnAsync(Socket socket, string eventName)
    {
        // What the handlers emit must find room, while the log is away, and leave some to others.
        await sequencer.WaitForRoomAsync().ConfigureAwait(false);
        await socket.LogShare!.WaitAsync().ConfigureAwait(false);
        if (socket.IsGone)
        {
            // Meanwhile. Behind its end no event is handled; the client knows that this one was not acknowledged.
            Log.HandlerAbandoned(owner.Server.Logs.Handlers, eventName, socket.Id, "the client left before its turn");
            return false;
        }
        return true;
    }

    public void Acknowledge(Socket socket, EncodedPacket packet, long submission) =>
        sequencer.After(submission, () => socket.Gate.Run(() => socket.Outbox.Write(packet)));

    public void Behind(Action action, long bytes = 0) => sequencer.After(sequencer.LastSubmission, action, bytes);

    public Task SettledAsync() => adapter.SettledAsync(CancellationToken.None);

    // Behind what was emitted before; see Socket.LeaveAfterEnd.
    public void Disconnect(Socket socket) => sessions.End(socket);

    public bool Depart(Socket socket, DisconnectReason reason, bool wasConnected) => sessions.Depart(socket, reason, wasConnected);

    public void Keep(Socket socket, IReadOnlyList<AckRegistry.Pending> unanswered)
    {
        foreach (var (template, answer) in unanswered)
        {
            kept.Keep(socket.Id, template!, answer);
        }
        if (unanswered.Count > 0)
        {
            _ = kept.LookAgainAsync(socket.Id);
        }
    }
}
