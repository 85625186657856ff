using SocketIO.Diagnostics;
using SocketIO.Parsers;
using SocketIO.Recovery;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.History;

/// <summary>
/// Brings clients into the rooms of a history. A client enters the live rooms at a number S of the log, behind the durable id D. It
/// is held back, gets the stored events up to D, and then everything after S. Of what is stored only the last carries an offset, S:
/// a client that drops before it has that is not recovered, but starts again from the last ids that it has. See
/// <see cref="SessionHistories"/> for how that is known.
/// </summary>
internal sealed class HistoryReplays(Namespace owner, NamespaceSessions sessions, NamespaceHistory history)
{
    /// <summary>Begins, for those rooms that the client does not have already, be it because it is recovered.</summary>
    /// <exception cref="ArgumentException">The names of its rooms would take too much.</exception>
    public void Start(Socket socket, IReadOnlyCollection<RoomPosition> positions, ReplayLimit? limit)
    {
        if (!socket.Connected)
        {
            return;
        }
        var session = SocketSession.Of(socket);
        var wanted = positions.Select(position => new WantedRoom(history.RoomOf(position.Room), Math.Max(position.After, 0))).ToList();
        var fresh = session.Histories.Want(wanted, owner.Adapter.RoomsOf(socket));
        if (fresh.Count > 0)
        {
            // Behind what it still misses: stored events must not come before older ones.
            session.Histories.Add(() => session.Run(() => Enter(socket, session, fresh, limit)));
        }
    }

    /// <summary>The client is to get nothing more of a room, neither stored nor new.</summary>
    public void Leave(Socket socket, string room)
    {
        var live = LiveRooms.NameOf(history.RoomOf(room));
        if (SocketSession.Of(socket) is { IsOver: false } session)
        {
            session.Histories.Leave(live, owner.Adapter.RoomsOf(socket), wish => SubmitLeave(socket, session, live, wish, mustBeTaken: false));
        }
    }

    private long SubmitLeave(Socket socket, SocketSession session, string live, WantedRoom? wish, bool mustBeTaken) =>
        sessions.Submit(new LeaveOperation(session.KeyOf(socket), [live]), new SubmitOptions
        {
            MustBeTaken = mustBeTaken,
            OnChanged = (in LogEntry entry, SessionChanged _) => wish?.LeftAt = entry.Number,
        });

    // Perhaps in the stream, where nobody could be told that there is no room; and without it the client would wait for ever.
    private void Enter(Socket socket, SocketSession session, List<WantedRoom> fresh, ReplayLimit? limit)
    {
        if (session.IsOver)
        {
            return;
        }
        var rooms = fresh.Where(session.Histories.IsWanted).ToList();
        if (rooms.Count == 0)
        {
            Finish(socket, session, []);
            return;
        }
        if (session.Histories.IsMarked)
        {
            // First: whoever comes back with these rooms must not pass for one who has them.
            session.Histories.IsMarked = false;
            Note(socket, SessionHistories.UnderWay);
        }
        var hasJoined = false;
        var join = new JoinOperation(session.KeyOf(socket), [.. rooms.Select(room => room.Live)]);
        var submission = sessions.Submit(join, new SubmitOptions
        {
            MustBeTaken = true,
            OnChanged = (in LogEntry entry, SessionChanged _) =>
            {
                hasJoined = true;
                Joined(socket, session, rooms, limit, entry);
            },
        });
        sessions.Sequencer.After(submission, () =>
        {
            if (!hasJoined)
            {
                // It has ended, or too many rooms were entered for it elsewhere.
                rooms.ForEach(session.Histories.Forget);
                Finish(socket, session, []);
            }
        });
    }

    /// <summary>The client has entered live rooms; called in the stream.</summary>
    private void Joined(Socket socket, SocketSession session, List<WantedRoom> rooms, ReplayLimit? limit, in LogEntry entry)
    {
        session.Hold(entry.Number);
        session.Histories.Enter(rooms, entry.Number, room => SubmitLeave(socket, session, room.Live, room, mustBeTaken: true));
        var ranges = new List<ReplayRange>();
        foreach (var room in rooms)
        {
            // An id beyond the log's end is from another life of the log.
            var after = room.After <= entry.DurableId ? room.After : 0;
            if (after < entry.DurableId)
            {
                ranges.Add(new ReplayRange(room, after, entry.DurableId, limit));
            }
        }
        if (ranges.Count > 0)
        {
            history.Turns.Add(new RangeReplay(this, history, socket, session, rooms, ranges, entry.Number));
        }
        else
        {
            // Nothing is sent: it need not wait for those to whom something is. Not here, where nothing may block.
            ThreadPool.UnsafeQueueUserWorkItem(_ => Finish(socket, session, rooms), null);
        }
    }

    /// <summary>What was to be sent is sent, but for the last event: that one, what came meanwhile, and the next replay follow.</summary>
    private void Finish(Socket socket, SocketSession session, List<WantedRoom> rooms, LastEvent? last = null, long seen = 0)
    {
        var histories = session.Histories;
        if (session.IsOver)
        {
            return;
        }
        if (!histories.TryPassCuts(seen, out var cut))
        {
            After(cut, () => Finish(socket, session, rooms, last, cut));
            return;
        }
        if (histories is { IsLast: true, IsMarked: false })
        {
            var submission = Note(socket, histories.Mark);
            histories.IsMarked = true;
            if (last is not null)
            {
                // The mark is in the log before the client has the offset that goes with it, whoever dies meanwhile.
                After(submission, () => End(socket, session, rooms, last, submission));
                return;
            }
        }
        End(socket, session, rooms, last, seen);
    }

    // Not in the stream, where nothing may block.
    private void After(long submission, Action action) =>
        sessions.Sequencer.After(submission, () => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false));

    private void End(Socket socket, SocketSession session, List<WantedRoom> rooms, LastEvent? last, long seen)
    {
        last?.Announce();
        if (!session.Histories.TryEnd(rooms, seen, last is null ? null : last.Send, out var cut))
        {
            // A room was left meanwhile: the mark has to be behind that, too.
            session.Histories.IsMarked = false;
            After(cut, () => Finish(socket, session, rooms, last, cut));
            return;
        }
        session.Ask();
        session.Histories.Next();
    }

    private long Note(Socket socket, long mark) => sessions.Sequencer.Submit(
        new DataOperation(SocketSession.Of(socket).KeyOf(socket), SessionHistories.DataKey, SessionHistories.Write(mark)),
        new SubmitOptions { MustBeTaken = true });

    /// <summary>What one client gets of what is stored, a page at a time, while it is held back.</summary>
    private sealed class RangeReplay(
        HistoryReplays owner, NamespaceHistory history, Socket socket, SocketSession session, List<WantedRoom> rooms, List<ReplayRange> ranges, long number)
        : IReplay
    {
        private int _range = -1;
        private long _reached;

        // What the client is to be told ahead of the next event.
        private readonly Queue<(WantedRoom Wanted, EncodedPacket Packet)> _leftOut = new();

        // The last one carries the offset, so each waits until it is known whether another follows.
        private (WantedRoom Wanted, StoredEvent Event)? _last;
        private bool _hasSent;

        public bool SendNext()
        {
            if (!socket.Connected)
            {
                return false;
            }
            if (_range < 0 || _reached >= ranges[_range].UpTo || !session.Histories.IsWanted(ranges[_range].Wanted))
            {
                if (++_range == ranges.Count)
                {
                    Finish();
                    return false;
                }
                Begin(ranges[_range]);
            }
            if (session.Histories.IsWanted(ranges[_range].Wanted))
            {
                SendPage(ranges[_range]);
            }
            return true;
        }

        public ValueTask WhenReadyAsync() => socket.WaitForDrainAsync(CancellationToken.None);

        // A client that gets no further comes back by itself and tries again; half a history would look like a whole one.
        public void Fail(Exception exception)
        {
            Log.ReplayFailed(socket.Namespace.Server.Logs.History, exception, socket.Id);
            socket.Connection.Close(EngineIO.CloseReason.TransportError);
        }

        private void Begin(ReplayRange range)
        {
            var floor = history.FloorOf(range);
            _reached = Math.Max(range.After, floor);
            if (floor > range.After && range.Limit is { } limit)
            {
                // Waits, too: perhaps nothing follows, be it because it is removed just now, and what is held back is the last.
                _leftOut.Enqueue((range.Wanted, history.EncodeLeftOut(limit.LeftOutEvent, floor, range.Wanted.Room.Room)));
            }
        }

        private void SendPage(ReplayRange range)
        {
            var page = history.Stored.After(range.Wanted.Room, _reached, range.UpTo);
            foreach (var each in page)
            {
                Flush();
                TellLeftOut();
                _last = (range.Wanted, each);
            }
            _reached = page.Count == 0 ? range.UpTo : page[^1].Id;
        }

        private void Flush()
        {
            if (_last is { } former)
            {
                _hasSent |= Send(former.Wanted, former.Event.Packet);
                _last = null;
            }
        }

        // Nothing of a room comes behind its end: who enters it again gets it again.
        private bool Send(WantedRoom wanted, EncodedPacket packet)
        {
            if (session.Histories.IsWanted(wanted))
            {
                socket.Outbox.Announce(packet);
            }
            return Write(socket, session, wanted, packet);
        }

        private void TellLeftOut()
        {
            while (_leftOut.TryDequeue(out var notice))
            {
                Send(notice.Wanted, notice.Packet);
            }
        }

        private void Finish()
        {
            TellLeftOut();
            LastEvent? end = null;
            if (_last is { } last && session.Histories.IsWanted(last.Wanted))
            {
                var packet = history.EncodeStored(last.Event.Entry, new SessionOffset(owner.Sequencer.Epoch, number));
                end = new LastEvent(socket, session, last.Wanted, packet);
            }
            if (_hasSent || end is not null)
            {
                // If there was nothing, what the client had is all that there is.
                session.Histories.Reached(number);
            }
            owner.Finish(socket, session, rooms, end);
        }
    }

    private ISequencer Sequencer => sessions.Sequencer;

    private static bool Write(Socket socket, SocketSession session, WantedRoom wanted, EncodedPacket packet) =>
        session.Histories.WhileWanted(wanted, (socket.Outbox, packet), static send => send.Outbox.Write(send.packet));

    /// <summary>The last event of a replay, which may have to wait.</summary>
    private sealed class LastEvent(Socket socket, SocketSession session, WantedRoom wanted, EncodedPacket packet)
    {
        private bool _isAnnounced;

        public void Announce()
        {
            if (!_isAnnounced && session.Histories.IsWanted(wanted))
            {
                _isAnnounced = true;
                socket.Outbox.Announce(packet);
            }
        }

        public void Send() => Write(socket, session, wanted, packet);
    }
}

/// <summary>What of a room is to be sent to a client.</summary>
/// <param name="Wanted">The room.</param>
/// <param name="After">The id behind which it begins.</param>
/// <param name="UpTo">The id with which it ends.</param>
/// <param name="Limit">How much of it at the most.</param>
internal sealed record ReplayRange(WantedRoom Wanted, long After, long UpTo, ReplayLimit? Limit);
