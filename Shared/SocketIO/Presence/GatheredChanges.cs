namespace SocketIO.Presence;

/// <summary>Who has changed since that was told last, and when it is to be told. Not thread-safe.</summary>
internal sealed class GatheredChanges
{
    private const double MillisecondsForEach = 1;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, PresenceChange> _changes = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private bool _wereRead;

    /// <param name="time">The clock.</param>
    /// <param name="tell">Called from a timer when what has gathered is to be told.</param>
    public GatheredChanges(TimeProvider time, Action tell) =>
        _timer = time.CreateTimer(static tell => ((Action)tell!)(), tell, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Adds a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="sessions">How many sessions there are, each of which may be told.</param>
    public void Add(PresenceChange change, int sessions)
    {
        if (_changes.Count == 0)
        {
            var pause = TimeSpan.FromMilliseconds(sessions * MillisecondsForEach);
            _timer.Change(pause < Shortest ? Shortest : pause > Longest ? Longest : pause, Timeout.InfiniteTimeSpan);
        }
        _changes[change.Person] = _changes.TryGetValue(change.Person, out var known)
            ? known with { Now = change.Now, Data = change.Data }
            : change;
    }

    /// <summary>Somebody has read states, perhaps in the middle of what has gathered: then who is again what he was is told, too.</summary>
    public void NoteRead() => _wereRead |= _changes.Count > 0;

    /// <summary>Gives what has gathered, and forgets it.</summary>
    public IReadOnlyList<PresenceChange> Take()
    {
        List<PresenceChange> changes = [.. _changes.Values.Where(change => IsNews(change) || _wereRead)];
        _changes.Clear();
        _wereRead = false;
        return changes;
    }

    // Somebody who went and came back within the time is perhaps called otherwise; of who came and went nobody has heard.
    private static bool IsNews(PresenceChange change) => change.Now != change.Before
        || (change.Now != PresenceState.Gone && change.Data?.GetRawText() != change.FormerData?.GetRawText());
}
