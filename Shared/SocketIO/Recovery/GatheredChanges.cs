using System.Text.Json;

namespace SocketIO.Recovery;

/// <summary>Who has changed since that was told last, and when it is to be told. Not thread-safe.</summary>
internal sealed class GatheredChanges
{
    private const double MillisecondsForEach = 1;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, (PresenceState State, JsonElement? Last, bool HasOtherData)> _before = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private bool _wereRead;

    /// <param name="time">The clock.</param>
    /// <param name="tell">Called from a timer when what has gathered is to be told.</param>
    public GatheredChanges(TimeProvider time, Action tell) =>
        _timer = time.CreateTimer(static tell => ((Action)tell!)(), tell, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Adds a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="sessions">How many sessions there are, each of which may be told.</param>
    public void Add(PresenceChange change, int sessions)
    {
        if (_before.Count == 0)
        {
            var pause = TimeSpan.FromMilliseconds(sessions * MillisecondsForEach);
            _timer.Change(pause < Shortest ? Shortest : pause > Longest ? Longest : pause, Timeout.InfiniteTimeSpan);
        }
        _before[change.Person] = _before.TryGetValue(change.Person, out var known)
            ? (known.State, change.Data, known.HasOtherData || change.HasOtherData)
            : (change.Before, change.Data, change.HasOtherData);
    }

    /// <summary>Somebody has read states, perhaps in the middle of what has gathered: then who is again what he was is told, too.</summary>
    public void NoteRead() => _wereRead |= _before.Count > 0;

    /// <summary>Gives what has gathered, and forgets it.</summary>
    /// <param name="stateOf">What a person is now.</param>
    public IReadOnlyList<PresenceChange> Take(Func<string, PresenceState> stateOf)
    {
        var changes = new List<PresenceChange>(_before.Count);
        foreach (var (person, (before, data, hasOtherData)) in _before)
        {
            var now = stateOf(person);
            if (now != before || hasOtherData || _wereRead)
            {
                changes.Add(new PresenceChange(person, before, now) { Data = data });
            }
        }
        _before.Clear();
        _wereRead = false;
        return changes;
    }
}
