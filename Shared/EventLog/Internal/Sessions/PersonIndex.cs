namespace EventLog.Internal.Sessions;

/// <summary>Which sessions each person has in a namespace. A session without a person stands for itself, and is not here.</summary>
internal sealed class PersonIndex
{
    private readonly Dictionary<(string Namespace, string Person), Sessions> _persons = [];

    /// <summary>A session that is to say of its person what one has said that has ended; null when none is left, or another one has said
    /// something later.</summary>
    public string? FindHeir(Session ended) =>
        SharedNames.SetAtOf(ended.Data) is > 0 and var setAt
        && _persons.TryGetValue((ended.Namespace, ended.Person), out var sessions) && sessions.LastSetAt == setAt
            ? sessions.Sids.First()
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
            sessions.Sids.Add(after.Sid);
            Note(sessions, change.Before is null ? 0 : SharedNames.SetAtOf(change.Before.Data), SharedNames.SetAtOf(after.Data), find);
        }
        else if (sessions.Sids.Remove(subject.Sid) && sessions.Sids.Count == 0)
        {
            _persons.Remove(person);
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
        public HashSet<string> Sids { get; } = [];

        /// <summary>When something was said of the person last.</summary>
        public long LastSetAt { get; set; }
    }
}
