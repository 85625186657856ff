using System.Runtime.CompilerServices;
using SocketIO.Namespaces;
using SocketIO.Recovery;
using SocketIO.Sockets;

namespace SocketIO.History;

/// <summary>
/// Brings clients into the rooms of a history. A client enters the live rooms at a number S of the log, behind the durable id D. It
/// is held back, gets the stored events up to D, and then everything after S. Of what is stored only the last carries an offset, S:
/// a client that drops before it has that is not recovered, but starts again from the last ids that it has.
/// </summary>
internal sealed class HistoryReplays(Namespace owner, NamespaceSessions sessions, NamespaceHistory history)
{
    // What each socket has asked for and does not have yet, by the live room. Its own lock.
    private readonly ConditionalWeakTable<Socket, Dictionary<string, Wanted>> _asked = [];

    /// <summary>Begins, for those rooms that the client does not have already, be it because it is recovered.</summary>
    /// <exception cref="ArgumentException">The names of its rooms would take too much.</exception>
    public void Start(Socket socket, IReadOnlyCollection<RoomPosition> positions, ReplayLimit? limit)
    {
        if (!socket.Connected)
        {
            return;
        }
        var present = owner.Adapter.RoomsOf(socket);
        var asked = _asked.GetOrCreateValue(socket);
        List<string> rooms = [];
        lock (asked)
        {
            foreach (var position in positions)
            {
                var live = LiveRooms.NameOf(history.RoomOf(position.Room));
                if (!present.Contains(live) && !asked.ContainsKey(live) && !rooms.Contains(live))
                {
                    rooms.Add(live);
                }
            }
            RoomLimit.Check([.. present, .. asked.Keys], rooms);
            foreach (var position in positions)
            {
                var live = LiveRooms.NameOf(history.RoomOf(position.Room));
                if (rooms.Contains(live))
                {
                    asked.TryAdd(live, new Wanted(position with { After = Math.Max(position.After, 0) }, limit));
                }
            }
        }
        if (rooms.Count > 0)
        {
            // Behind what it still misses: stored events must not come before older ones.
            socket.Session!.Run(() => GoLive(socket, rooms));
        }
    }

    /// <summary>The client is to get nothing more of a room; what it was to get of it is not sent.</summary>
    public void Leave(Socket socket, string room)
    {
        var live = LiveRooms.NameOf(history.RoomOf(room));
        if (_asked.TryGetValue(socket, out var asked))
        {
            lock (asked)
            {
                asked.Remove(live);
            }
        }
        if (socket.Session is { IsOver: false } session)
        {
            sessions.Submit(new LeaveOperation(owner.Name, socket.Id, session.Generation, [live]));
        }
    }

    /// <summary>The client has entered live rooms; called in the stream.</summary>
    public void Joined(Socket socket, SessionChange change)
    {
        if (!_asked.TryGetValue(socket, out var asked))
        {
            return;
        }
        var ranges = new List<ReplayRange>();
        var any = false;
        lock (asked)
        {
            foreach (var room in change.Rooms)
            {
                if (asked.Remove(room, out var wanted))
                {
                    any = true;
                    // An id beyond the log's end is from another life of the log.
                    var after = wanted.Position.After <= change.DurableId ? wanted.Position.After : 0;
                    if (after < change.DurableId)
                    {
                        ranges.Add(new ReplayRange(history.RoomOf(wanted.Position.Room), after, change.DurableId, wanted.Limit));
                    }
                }
            }
        }
        if (!any)
        {
            return;
        }
        var session = socket.Session!;
        session.Block(change.Number);
        if (ranges.Count > 0)
        {
            session.History.Begin(change.Number, json => Note(socket, json));
            history.Turns.Add(new RangeReplay(this, socket, ranges, change.Number));
        }
        else
        {
            session.History.BeginWithNothing(json => Note(socket, json));
            // Nothing is sent: it need not wait for those to whom something is. Not here, where nothing may block.
            ThreadPool.UnsafeQueueUserWorkItem(static session => session.Unblock(), session, preferLocal: false);
        }
    }

    // Perhaps in the stream, where nobody could be told that there is no room; and without it the client would wait for ever.
    private void GoLive(Socket socket, IReadOnlyList<string> rooms)
    {
        if (socket.Session is { IsOver: false } session)
        {
            sessions.Submit(new JoinOperation(owner.Name, socket.Id, session.Generation, rooms) { IsOfHistory = true });
        }
    }

    private void Note(Socket socket, ReadOnlyMemory<byte> json) => sessions.Sequencer.Submit(
        new DataOperation(owner.Name, socket.Id, socket.Session!.Generation, HistoryMark.DataKey, json) { IsOfHistory = true });

    private readonly record struct Wanted(RoomPosition Position, ReplayLimit? Limit);

    /// <summary>What one client gets of what is stored, a page at a time, while it is held back.</summary>
    private sealed class RangeReplay(HistoryReplays owner, Socket socket, IReadOnlyList<ReplayRange> ranges, long number) : IReplay
    {
        private readonly NamespaceHistory _history = owner.Owner;
        private int _range = -1;
        private long _reached;

        // The last one carries the offset, so each waits until it is known whether another follows.
        private StoredEvent? _last;

        public bool SendNext()
        {
            if (!socket.Connected)
            {
                return false;
            }
            if (_range < 0 || _reached >= ranges[_range].UpTo)
            {
                if (++_range == ranges.Count)
                {
                    Finish();
                    return false;
                }
                Begin(ranges[_range]);
            }
            SendPage(ranges[_range]);
            return true;
        }

        public ValueTask WhenReadyAsync() => socket.WaitForDrainAsync(CancellationToken.None);

        // A client that gets no further comes back by itself and tries again; half a history would look like a whole one.
        public void Fail(Exception exception)
        {
            Log.ReplayFailed(socket.Namespace.Server.SocketLogger, exception, socket.Id);
            socket.Connection.Close(EngineIO.CloseReason.TransportError);
        }

        private void Begin(ReplayRange range)
        {
            _reached = range.After;
            if (range.Limit is { } limit && _history.FloorOf(range, limit.Events) is var floor && floor > range.After)
            {
                // Something of this range follows, so what is held back is not the last.
                Flush();
                _reached = floor;
                socket.Outbox.Deliver(_history.EncodeLeftOut(limit.LeftOutEvent, floor, range.Room.Room));
            }
        }

        private void SendPage(ReplayRange range)
        {
            var page = _history.Stored.After(range.Room, _reached, range.UpTo);
            foreach (var each in page)
            {
                Flush();
                _last = each;
            }
            _reached = page.Count == 0 ? range.UpTo : page[^1].Id;
        }

        private void Flush()
        {
            if (_last is { } former)
            {
                socket.Outbox.Deliver(former.Packet);
                _last = null;
            }
        }

        private void Finish()
        {
            if (_last is { } last)
            {
                socket.Outbox.Deliver(_history.EncodeStored(last.Entry, new SessionOffset(owner.Sequencer.Epoch, number)));
            }
            else
            {
                socket.Session!.History.TakeBack(number, json => owner.Note(socket, json));
            }
            socket.Session!.Unblock();
        }
    }

    private NamespaceHistory Owner => history;

    private ISequencer Sequencer => sessions.Sequencer;
}

/// <summary>What of a room is to be sent to a client.</summary>
/// <param name="Room">The room.</param>
/// <param name="After">The id behind which it begins.</param>
/// <param name="UpTo">The id with which it ends.</param>
/// <param name="Limit">How much of it at the most.</param>
internal sealed record ReplayRange(HistoryRoom Room, long After, long UpTo, ReplayLimit? Limit);
