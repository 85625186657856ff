namespace SocketIO.Sequencer.Sessions;

/// <summary>
/// All sessions as the committing thread sees them: what was committed, and on top of it the steps of the batch under way,
/// which can be taken back.
/// </summary>
internal sealed class SessionTable
{
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly Dictionary<(string Namespace, string Pid), string> _pids = [];
    private readonly Dictionary<string, HashSet<string>> _owned = [];
    private readonly List<SessionChange> _pending = [];

    public RoomIndex Rooms { get; } = new();

    public AwayOrder Away { get; } = new();

    /// <summary>Who has which sessions.</summary>
    public PersonIndex Persons { get; } = new();

    /// <summary>The memberships that have ended, for the trimming.</summary>
    public PastMemberships Past { get; } = new();

    public int Count => _sessions.Count;

    /// <summary>The steps that are not committed yet.</summary>
    public IReadOnlyList<SessionChange> Pending => _pending;

    public Session? Find(string sid) => _sessions.GetValueOrDefault(sid);

    public Session? FindByPid(string name, string pid) => _pids.TryGetValue((name, pid), out var sid) ? _sessions[sid] : null;

    /// <summary>The sessions whose connections the instance has.</summary>
    public List<Session> OwnedBy(string instance)
    {
        var sessions = new List<Session>();
        if (_owned.TryGetValue(instance, out var sids))
        {
            foreach (var sid in sids)
            {
                sessions.Add(_sessions[sid]);
            }
        }
        return sessions;
    }

    /// <summary>Takes a step, for the time being.</summary>
    public void Change(long number, Session? before, Session? after, IReadOnlyCollection<string>? rooms = null)
    {
        var change = new SessionChange(number, before, after, rooms ?? []);
        Apply(change);
        _pending.Add(change);
    }

    /// <summary>
    /// A session ends. What it has said of its person last is said by another one of the person from now on: who reads the table later
    /// must know it as those do who have heard it.
    /// </summary>
    public void End(long number, Session session)
    {
        // As it is now: by the same operation it may have inherited from another one.
        var last = _sessions[session.Sid];
        Change(number, last, null);
        if (Persons.FindHeir(last) is { } sid)
        {
            var heir = _sessions[sid];
            var own = heir.Data.RemoveRange(heir.Data.Keys.Where(SharedNames.Is));
            Change(number, heir, heir with { Data = own.SetItems(SharedNames.Of(last.Data)) });
        }
    }

    /// <summary>The pending steps are committed.</summary>
    public void Accept()
    {
        foreach (var change in _pending)
        {
            Past.Note(change);
        }
        _pending.Clear();
    }

    /// <summary>The pending steps did not happen.</summary>
    public void Rollback()
    {
        for (var i = _pending.Count - 1; i >= 0; i--)
        {
            Apply(_pending[i].Reversed);
        }
        _pending.Clear();
    }

    private void Apply(in SessionChange change)
    {
        var subject = change.Subject;
        if (change.After is null)
        {
            _sessions.Remove(subject.Sid);
        }
        else
        {
            _sessions[subject.Sid] = change.After;
        }
        if (subject.Pid.Length > 0)
        {
            ApplyPid(change, subject);
        }
        ApplyOwner(change, subject);
        Persons.Apply(change, sid => _sessions[sid]);
        Rooms.Apply(change);
        Away.Apply(change);
    }

    private void ApplyPid(in SessionChange change, Session subject)
    {
        if (change.Before is null)
        {
            _pids.Add((subject.Namespace, subject.Pid), subject.Sid);
        }
        else if (change.After is null)
        {
            _pids.Remove((subject.Namespace, subject.Pid));
        }
    }

    private void ApplyOwner(in SessionChange change, Session subject)
    {
        var before = change.Before is { IsActive: true } ? change.Before.Owner : null;
        var after = change.After is { IsActive: true } ? change.After.Owner : null;
        if (before == after)
        {
            return;
        }
        if (before is not null && _owned.TryGetValue(before, out var former) && former.Remove(subject.Sid) && former.Count == 0)
        {
            _owned.Remove(before);
        }
        if (after is not null)
        {
            if (!_owned.TryGetValue(after, out var sids))
            {
                _owned.Add(after, sids = []);
            }
            sids.Add(subject.Sid);
        }
    }
}
