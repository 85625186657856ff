using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SocketIO.Broadcasting;
using SocketIO.Namespaces;
using SocketIO.Packets;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>
/// The history of a namespace with recovery. A client enters the room of the live ones at a number S of the log, behind
/// the durable id D. It is held back, gets the stored events up to D, and then everything after S. Of what is stored
/// only the last carries an offset, S: a client that drops before it has that is not recovered, but starts again from
/// the last id that it has.
/// </summary>
internal sealed class HistoryReplay(Namespace owner, NamespaceSessions sessions, NamespaceHistory history)
{
    private static readonly BroadcastTarget Live = new([NamespaceHistory.Room], []);

    private readonly ConcurrentDictionary<Socket, (long After, ReplayLimit? Limit)> _started = new();

    public async ValueTask<AppendResult> AppendAsync(string key, string content, CancellationToken cancellation)
    {
        var packet = history.Encode(content, PacketSlot.DurableId | PacketSlot.Offset);
        var answer = await sessions
            .SubmitAsync(new EmitOperation(owner.Name, Live, packet, key, content), cancellation).ConfigureAwait(false);
        return new AppendResult(
            answer.Status switch
            {
                SequencedStatus.Sequenced => AppendStatus.Stored,
                SequencedStatus.Duplicate => AppendStatus.Duplicate,
                SequencedStatus.KeyConflict => AppendStatus.KeyConflict,
                var status => throw new InvalidOperationException($"an append is not answered with {status}"),
            },
            answer.DurableId);
    }

    /// <summary>Begins; one that has the history already, because it is recovered, goes on without.</summary>
    public void Start(Socket socket, long after, ReplayLimit? limit)
    {
        if (!socket.Connected || !_started.TryAdd(socket, (after, limit)) || owner.Adapter.RoomsOf(socket).Contains(NamespaceHistory.Room))
        {
            return;
        }
        if (!socket.Connected)
        {
            // It left in this very moment, and found nothing to remove.
            _started.TryRemove(socket, out _);
            return;
        }
        // Behind what it still misses: stored events must not come before older ones.
        socket.Session!.Run(() => GoLive(socket));
    }

    /// <summary>The client is among the live ones from this number on; called in the stream.</summary>
    public void Joined(Socket socket, long number, long durableId)
    {
        if (!_started.TryGetValue(socket, out var wanted))
        {
            return;
        }
        socket.Session!.Hold(number);
        // An id beyond the log's end is from another life of the log.
        var after = wanted.After <= durableId ? wanted.After : 0;
        // Without anything stored to send there is nothing that can be missed in its middle.
        var from = after < durableId ? number : 0;
        var json = Encoding.UTF8.GetBytes(from.ToString(CultureInfo.InvariantCulture));
        sessions.Sequencer.Submit(
            new DataOperation(owner.Name, socket.Id, socket.Session.Generation, NamespaceHistory.DataKey, json) { IsOfHistory = true });
        if (after < durableId)
        {
            history.Turns.Add(new HeldReplay(this, history.Stored, socket, ReplayRange.Of(after, durableId, wanted.Limit), durableId, number));
        }
        else
        {
            // Nothing is sent: it need not wait for those to whom something is. Not here, where nothing may block.
            ThreadPool.UnsafeQueueUserWorkItem(static session => session.Ask(), socket.Session, preferLocal: false);
        }
    }

    public void Remove(Socket socket) => _started.TryRemove(socket, out _);

    // Perhaps in the stream, where nobody could be told that there is no room; and without it the client would wait for ever.
    private void GoLive(Socket socket)
    {
        if (socket.Session is { IsOver: false } session)
        {
            sessions.Submit(new JoinOperation(owner.Name, socket.Id, session.Generation, [NamespaceHistory.Room]) { IsOfHistory = true });
        }
    }

    /// <summary>The last one, from which on the client can come back to its session.</summary>
    private EncodedPacket WithOffset(StoredEvent last, long number) => owner.Server.Parser.Fill(
        history.Encode(last.Content, PacketSlot.DurableId | PacketSlot.Offset), last.Id, new SessionOffset(sessions.Sequencer.Epoch, number).ToString());

    /// <summary>For one client that is held back, until it may ask for what came meanwhile.</summary>
    private sealed class HeldReplay(HistoryReplay owner, StoredEvents stored, Socket socket, ReplayRange range, long upTo, long number)
        : PagedReplay(socket, stored, range)
    {
        protected override bool SendMore()
        {
            if (!Socket.Connected)
            {
                return false;
            }
            if (Reached >= upTo)
            {
                Socket.Session!.Ask();
                return false;
            }
            SendPage(upTo);
            return true;
        }

        protected override EncodedPacket PacketOf(StoredEvent each) => each.Id < upTo ? each.Packet : owner.WithOffset(each, number);

        protected override void Send(EncodedPacket packet) => Socket.Outbox.Deliver(packet);
    }
}
