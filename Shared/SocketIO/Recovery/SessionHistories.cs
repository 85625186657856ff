using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SocketIO.Limits;
using SocketIO.Rooms;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>
/// Which rooms of histories the client of one session has, or is about to get: one replay after the other, each begun when the gate is open
/// again. And the mark: the session's data say from which number of the log on the client has all that it asked for. While replays are under
/// way there is no such number: a client that drops then is not recovered, but starts again from the ids it has. Replays that follow one
/// another share a mark, since each is an entry in the log.
/// <para>
/// A room that is left while it is replayed is cut: the client lacks what lies between what it got of it and what is said in it now. It must
/// see nothing that comes behind this gap, or it would take that for all there is when it enters the room again. So it is held back until
/// the log has it that the room was left, and what was said in it before that is left out of what it gets then.
/// </para>
/// </summary>
internal sealed class SessionHistories
{
    /// <summary>The key of the mark in the session's data.</summary>
    public const string DataKey = "\u0001history";

    /// <summary>The mark while a replay is under way.</summary>
    public const long UnderWay = long.MaxValue;

    private readonly Lock _lock = new();
    private readonly Queue<Action> _waiting = new();
    private Dictionary<string, WantedRoom?>? _rooms;
    private readonly List<WantedRoom> _cut = [];
    private long _cutBy;
    private bool _isBusy;

    /// <summary>From which number on the client has what it asked for before the replay that is under way, and is behind what was cut; what
    /// comes back to it.</summary>
    public long Mark { get; private set; }

    /// <summary>Whether the session's data say so; a session without a mark there has a replay under way. Of the replay whose turn it is.</summary>
    public bool IsMarked { get; set; }

    /// <summary>Whether no further replay follows the one whose turn it is.</summary>
    public bool IsLast
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Whether a session that goes on has its histories whole, up to where its missed events begin.</summary>
    public static bool IsWhole(SessionChanged claimed) => claimed.Data.ContainsKey(DataKey)
        // Also if it has left all rooms: what was said in one that was cut would come back to it.
        ? claimed.Position >= MarkOf(claimed)
        : !claimed.Rooms.Any(LiveRooms.Is);

    /// <summary>The mark in the data of a session that goes on.</summary>
    private static long MarkOf(SessionChanged claimed) =>
        claimed.Data.TryGetValue(DataKey, out var json) && Utf8Parser.TryParse(json.Span, out long number, out _) ? number : UnderWay;

    /// <summary>The client comes back, with its histories whole.</summary>
    public void Restore(SessionChanged claimed)
    {
        IsMarked = MarkOf(claimed) is not UnderWay;
        Mark = IsMarked ? MarkOf(claimed) : 0;
    }

    /// <summary>The client has got what is stored, and everything after this number is to follow.</summary>
    public void Reached(long number) => Mark = Math.Max(Mark, number);

    /// <summary>A mark as it is kept.</summary>
    public static ReadOnlyMemory<byte> Write(long mark) => Encoding.UTF8.GetBytes(mark.ToString(CultureInfo.InvariantCulture));

    /// <summary>Those of some rooms that the client neither has nor is about to get; from now on it is.</summary>
    /// <param name="rooms">The rooms.</param>
    /// <param name="present">All rooms that its socket is in.</param>
    /// <exception cref="ArgumentException">Their names would take too much.</exception>
    public List<WantedRoom> Want(IEnumerable<WantedRoom> rooms, IReadOnlyCollection<string> present)
    {
        lock (_lock)
        {
            var known = Known(present);
            var fresh = rooms.Where(room => !known.ContainsKey(room.Live)).DistinctBy(room => room.Live).ToList();
            RoomLimit.Check([.. present.Union(known.Keys)], [.. fresh.Select(room => room.Live)]);
            fresh.ForEach(room => known.Add(room.Live, room));
            return fresh;
        }
    }

    /// <summary>The client is not to have a room any more, nor is it told so to the log.</summary>
    public void Forget(WantedRoom room)
    {
        lock (_lock)
        {
            if (IsWanted(room))
            {
                _rooms!.Remove(room.Live);
            }
        }
    }

    /// <summary>The client is not to have a room any more.</summary>
    /// <param name="live">The room of those who have it.</param>
    /// <param name="present">All rooms that its socket is in.</param>
    /// <param name="submit">Says so to the log, first: what is noted later is behind it, and a log without room for it changes nothing. Given
    /// the wish for the room, or <see langword="null"/> if the client has it since it came back, or not at all.</param>
    public void Leave(string live, IReadOnlyCollection<string> present, Func<WantedRoom?, long> submit)
    {
        // Together: whoever wants the room meanwhile, on another thread, wants it behind this, and keeps it.
        lock (_lock)
        {
            var submission = submit(_rooms?.GetValueOrDefault(live));
            if (Known(present).Remove(live, out var room) && room is { HasEntered: true, IsWhole: false })
            {
                Cut(room, submission);
            }
        }
    }

    /// <summary>The client has entered rooms; called in the stream.</summary>
    /// <param name="rooms">The rooms.</param>
    /// <param name="number">The number of the log at which it has.</param>
    /// <param name="leave">Leaves one that is not wanted any more, perhaps again: nobody knows which of the two was submitted first.</param>
    public void Enter(List<WantedRoom> rooms, long number, Func<WantedRoom, long> leave)
    {
        lock (_lock)
        {
            // The client has everything up to here.
            _cut.RemoveAll(room => room.LeftAt < number);
            foreach (var room in rooms)
            {
                room.EnteredAt = number;
            }
        }
        foreach (var room in rooms.Where(room => !IsWanted(room)))
        {
            var submission = leave(room);
            lock (_lock)
            {
                Cut(room, submission);
            }
        }
    }

    /// <summary>
    /// Whether all that was cut has been left in the log, as far as this worker has seen. Then the mark is behind it: for the log the client
    /// was in the room until there, and who comes back with an older offset would get what lies behind the gap.
    /// </summary>
    /// <param name="seen">The submission up to which all have come back.</param>
    /// <param name="submission">What has to come back first.</param>
    public bool TryPassCuts(long seen, out long submission)
    {
        lock (_lock)
        {
            submission = _cutBy;
            if (_cutBy > seen)
            {
                return false;
            }
            foreach (var room in _cut.Where(room => room.LeftAt < long.MaxValue))
            {
                Mark = Math.Max(Mark, room.LeftAt);
            }
            return true;
        }
    }

    /// <summary>
    /// Ends a replay, unless a room was cut by a submission that has not come back yet: then the client has to wait for that, too.
    /// </summary>
    /// <param name="rooms">The rooms of the replay.</param>
    /// <param name="seen">The submission up to which all have come back.</param>
    /// <param name="sendLast">Sends the last event of it; no code of the application runs there.</param>
    /// <param name="submission">What has to come back first.</param>
    public bool TryEnd(List<WantedRoom> rooms, long seen, Action? sendLast, out long submission)
    {
        lock (_lock)
        {
            submission = _cutBy;
            if (_cutBy > seen)
            {
                return false;
            }
            // Together: whoever leaves a room from here on has it up to where it was left.
            rooms.ForEach(room => room.IsWhole = true);
            sendLast?.Invoke();
            return true;
        }
    }

    /// <summary>Whether an event that the client has missed lies behind the gap in a room that was cut.</summary>
    public bool IsCut(BroadcastTarget target, long number)
    {
        lock (_lock)
        {
            return _cut.Count > 0 && target.Rooms is [var only] && _cut.Exists(room => room.Live == only && room.Spans(number));
        }
    }

    /// <summary>Whether a room is still wanted, by this very wish.</summary>
    public bool IsWanted(WantedRoom room)
    {
        lock (_lock)
        {
            return _rooms?.GetValueOrDefault(room.Live) == room;
        }
    }

    /// <summary>Does something if a room is still wanted, by this very wish; who forgets it meanwhile waits, so no code of the application
    /// runs there.</summary>
    /// <returns>Whether it was done.</returns>
    public bool WhileWanted<T>(WantedRoom room, T state, Action<T> action)
    {
        lock (_lock)
        {
            if (!IsWanted(room))
            {
                return false;
            }
            action(state);
            return true;
        }
    }

    /// <summary>Begins a replay, now or behind those that are under way; it ends with <see cref="Next"/>.</summary>
    public void Add(Action begin)
    {
        lock (_lock)
        {
            if (_isBusy)
            {
                _waiting.Enqueue(begin);
                return;
            }
            _isBusy = true;
        }
        begin();
    }

    /// <summary>A replay is over: begins the next one.</summary>
    public void Next()
    {
        Action? next;
        lock (_lock)
        {
            _isBusy = _waiting.TryDequeue(out next);
        }
        next?.Invoke();
    }

    private void Cut(WantedRoom room, long submission)
    {
        _cut.Add(room);
        _cutBy = Math.Max(_cutBy, submission);
    }

    // At first those that it came back with.
    private Dictionary<string, WantedRoom?> Known(IReadOnlyCollection<string> present) =>
        _rooms ??= present.Where(LiveRooms.Is).ToDictionary(room => room, _ => (WantedRoom?)null, StringComparer.Ordinal);
}

/// <summary>A room that a client is to get. Each wish is one of its own.</summary>
/// <param name="room">The room.</param>
/// <param name="after">The id of the last event of it that the client has.</param>
internal sealed class WantedRoom(HistoryRoom room, long after)
{
    public HistoryRoom Room => room;

    public long After => after;

    /// <summary>The number of the log at which the client entered the room; <see cref="long.MaxValue"/> until it has.</summary>
    public long EnteredAt { get; set; } = long.MaxValue;

    /// <summary>The number at which it left the room; <see cref="long.MaxValue"/> until it has.</summary>
    public long LeftAt { get; set; } = long.MaxValue;

    public bool HasEntered => EnteredAt < long.MaxValue;

    /// <summary>Whether the client has everything of the room up to what it gets next.</summary>
    public bool IsWhole { get; set; }

    /// <summary>The room of those who have it.</summary>
    public string Live { get; } = LiveRooms.NameOf(room);

    /// <summary>Whether the client was in the room at a number.</summary>
    public bool Spans(long number) => number > EnteredAt && number < LeftAt;
}
