using System.Collections.Concurrent;

namespace SocketIO.Sequencer.Sessions;

/// <summary>The committed sessions, for every thread that reads. Never behind the log's end that readers see.</summary>
internal sealed class PublishedSessions
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly InterestIndex _interest;
    private long _counts;

    public PublishedSessions(IEnumerable<Session> sessions, long lastNumber)
    {
        _interest = new InterestIndex(lastNumber);
        foreach (var session in sessions)
        {
            Apply(new SessionChange(lastNumber, null, session, []));
        }
    }

    public SessionCounts Counts
    {
        get
        {
            var counts = Volatile.Read(ref _counts);
            return new SessionCounts((int)(counts >> 32), (int)(uint)counts);
        }
    }

    /// <summary>For how many pairs of instance and namespace interest is remembered.</summary>
    public int InterestCount
    {
        get
        {
            lock (_lock)
            {
                return _interest.InstanceCount;
            }
        }
    }

    public Session? Find(string sid) => _sessions.GetValueOrDefault(sid);

    /// <summary>The instances that have connections.</summary>
    public IReadOnlySet<string> Owners()
    {
        var owners = new HashSet<string>();
        foreach (var (_, session) in _sessions)
        {
            if (session.IsActive)
            {
                owners.Add(session.Owner);
            }
        }
        return owners;
    }

    public bool Concerns(string instance, long number, EmitEvent emit)
    {
        lock (_lock)
        {
            return _interest.Concerns(instance, number, emit);
        }
    }

    /// <summary>Makes the changes seen, and then what comes with them, in one step for <see cref="Snapshot"/>.</summary>
    public void Publish(IReadOnlyList<SessionChange> changes, Action andThen)
    {
        lock (_lock)
        {
            for (var i = 0; i < changes.Count; i++)
            {
                Apply(changes[i]);
            }
            andThen();
        }
    }

    public void Forget(long first)
    {
        lock (_lock)
        {
            _interest.Forget(first);
        }
    }

    /// <summary>All sessions, as of the number.</summary>
    public PresenceSnapshot Snapshot(Func<long> number)
    {
        lock (_lock)
        {
            var sessions = new List<PresentSession>(_sessions.Count);
            foreach (var (_, session) in _sessions)
            {
                sessions.Add(new PresentSession(session.Namespace, session.Sid, session.Person, session.CountsAsAway)
                {
                    Rooms = SharedNames.Of(session.CurrentRooms()),
                    Data = SharedNames.Of(session.Data),
                });
            }
            return new PresenceSnapshot(number(), sessions);
        }
    }

    private void Apply(in SessionChange change)
    {
        if (change.After is { } after)
        {
            _sessions[after.Sid] = after;
        }
        else
        {
            _sessions.TryRemove(change.Before!.Sid, out _);
        }
        _interest.Apply(change);
        Count(change.Before, -1);
        Count(change.After, +1);
    }

    private void Count(Session? session, int step)
    {
        if (session is not null)
        {
            Volatile.Write(ref _counts, _counts + (session.IsActive ? (long)step << 32 : step));
        }
    }
}
