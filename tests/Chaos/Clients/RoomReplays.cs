using Chaos.Record;

namespace Chaos.Clients;

/// <summary>
/// What a client can know of the stored messages that a session gets when it enters public rooms. Not thread-safe.
/// </summary>
internal sealed class RoomReplays
{
    /// <summary>What is sent so long after the last room was entered comes when all that was stored has come.</summary>
    private static readonly long LongAfter = Clock.Of(TimeSpan.FromSeconds(1));

    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private readonly HashSet<string> _live = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unanswered = new(StringComparer.Ordinal);
    private long _enteredAt;

    /// <summary>Whether one may be under way: a session that is lost meanwhile is not recovered.</summary>
    public bool MayBeUnderWay { get; private set; }

    /// <summary>A new session begins, in some rooms; <see langword="null"/> for one that gets nothing of public rooms.</summary>
    public void Begin(IReadOnlyList<string>? rooms)
    {
        _entered.Clear();
        _live.Clear();
        _unanswered.Clear();
        MayBeUnderWay = rooms is not null;
        _entered.UnionWith(rooms ?? []);
        _enteredAt = Clock.Now;
    }

    /// <summary>A room is asked for, or left.</summary>
    public void Requested(string room, bool joins)
    {
        if (!joins)
        {
            _entered.Remove(room);
            _live.Remove(room);
        }
        else if (_entered.Add(room))
        {
            _unanswered.Add(room);
            MayBeUnderWay = true;
        }
    }

    /// <summary>A room was entered.</summary>
    public void Answered(string room)
    {
        if (_unanswered.Remove(room))
        {
            _enteredAt = Clock.Now;
        }
    }

    /// <summary>Whether what comes of a room comes as it is said.</summary>
    public bool IsLive(string room) => _live.Contains(room);

    /// <summary>A message came.</summary>
    /// <param name="message">The message.</param>
    /// <param name="number">The number in its offset.</param>
    /// <param name="isOwn">Whether that is its own.</param>
    public void Delivered(Message message, long number, bool isOwn)
    {
        if (number == 0)
        {
            return;
        }
        if (message.Kind == MessageKind.Room && _entered.Contains(message.Room!))
        {
            _live.Add(message.Room!);
        }
        if (isOwn && _unanswered.Count == 0 && message.SentAt > _enteredAt + LongAfter)
        {
            MayBeUnderWay = false;
        }
    }
}
