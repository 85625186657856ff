namespace SocketIO.Sequencer.Sessions;

/// <summary>Which sessions each person has in a namespace. A session without a person stands for itself, and is not here.</summary>
internal sealed class PersonIndex
{
    private readonly Dictionary<(string Namespace, string Person), Sessions> _persons = [];

    // Where each session stands in its person's list.
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>A session that is to say of its person what one has said that has ended; null when none is left, or another one has said
    /// something later.</summary>
    public string? FindHeir(Session ended) =>
        SharedNames.SetAtOf(ended.Data) is > 0 and var setAt
        && _persons.TryGetValue((ended.Namespace, ended.Person), out var sessions) && sessions.LastSetAt == setAt
            ? sessions.Sids[^1]
            : null;

    /// <summary>Takes a step of the table.</summary>
    public void Apply(in SessionChange change, Func<string, Session> find)
    {
        var subject = change.Subject;
        if (subject.Person.Length == 0)
        {
            return;
        }
        var person = (subject.Namespace, subject.Person);
        if (!_persons.TryGetValue(person, out var sessions))
        {
            _persons.Add(person, sessions = new Sessions());
        }
        if (change.After is { } after)
        {
            if (_places.TryAdd(after.Sid, sessions.Sids.Count))
            {
                sessions.Sids.Add(after.Sid);
            }
            Note(sessions, change.Before is null ? 0 : SharedNames.SetAtOf(change.Before.Data), SharedNames.SetAtOf(after.Data), find);
        }
        else
        {
            Remove(sessions, subject.Sid);
            if (sessions.Sids.Count == 0)
            {
                _persons.Remove(person);
            }
        }
    }

    // The last one takes its place.
    private void Remove(Sessions sessions, string sid)
    {
        if (_places.Remove(sid, out var place))
        {
            var last = sessions.Sids[^1];
            sessions.Sids.RemoveAt(sessions.Sids.Count - 1);
            if (last != sid)
            {
                sessions.Sids[place] = last;
                _places[last] = place;
            }
        }
    }

    // What was said last stays known when its session ends: another one is about to say it.
    private static void Note(Sessions sessions, long before, long after, Func<string, Session> find)
    {
        if (after >= sessions.LastSetAt)
        {
            sessions.LastSetAt = after;
        }
        else if (before == sessions.LastSetAt)
        {
            // The step is taken back.
            sessions.LastSetAt = sessions.Sids.Max(sid => SharedNames.SetAtOf(find(sid).Data));
        }
    }

    private sealed class Sessions
    {
        public List<string> Sids { get; } = new(capacity: 1);

        /// <summary>When something was said of the person last.</summary>
        public long LastSetAt { get; set; }
    }
}
