using SocketIO.Namespaces;

namespace SocketIO.Recovery;

/// <summary>
/// Who is there in the whole cluster, as the log has it: all sessions of all namespaces. A worker that has just come
/// takes a snapshot, and then every change that is younger.
/// </summary>
internal sealed class PresenceHub(Func<string, Namespace?> find, AwayLimit? away = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Sid), PresentSession> _sessions = [];
    private long _number;

    /// <summary>Gives a namespace its sessions, and from then on their changes.</summary>
    public void Follow(Namespace owner, NamespacePresence presence)
    {
        lock (_lock)
        {
            presence.Start(_sessions.Values.Where(session => session.Namespace == owner.Name));
            owner.Presence = presence;
        }
    }

    /// <summary>Whether a session is there, or may come back.</summary>
    public bool Contains(string @namespace, string sid)
    {
        lock (_lock)
        {
            return _sessions.ContainsKey((@namespace, sid));
        }
    }

    /// <summary>Whether a session is with its client.</summary>
    public bool IsOnline(string @namespace, string sid)
    {
        lock (_lock)
        {
            return _sessions.TryGetValue((@namespace, sid), out var session) && !session.Away;
        }
    }

    public void OnSnapshot(PresenceSnapshot snapshot)
    {
        lock (_lock)
        {
            if (snapshot.Number < _number)
            {
                return;
            }
            // What a worker finds when it comes is no change; what it missed while the primary was away is.
            var silently = _number == 0;
            _number = snapshot.Number;
            var present = snapshot.Sessions.Select(Key).ToHashSet();
            foreach (var gone in _sessions.Keys.Where(key => !present.Contains(key)).ToArray())
            {
                Remove(gone.Namespace, gone.Sid);
            }
            foreach (var session in snapshot.Sessions)
            {
                Set(session, silently);
            }
        }
    }

    public void OnSession(SessionChange change)
    {
        lock (_lock)
        {
            if (change.Number <= _number)
            {
                return;
            }
            _number = change.Number;
            switch (change.Kind)
            {
                case SessionChangeKind.Connected or SessionChangeKind.Resumed:
                    away?.Return(change.Sid, change.Generation);
                    Set(new PresentSession(change.Namespace, change.Sid, change.Person, Away: false));
                    break;
                case SessionChangeKind.Away or SessionChangeKind.Released:
                    Set(new PresentSession(change.Namespace, change.Sid, change.Person, Away: true));
                    break;
                case SessionChangeKind.Ended:
                    Remove(change.Namespace, change.Sid);
                    break;
                case SessionChangeKind.Expired or SessionChangeKind.WorkerGone:
                    Apply(change.Sessions, change.Kind == SessionChangeKind.Expired);
                    break;
                default:
                    break;
            }
        }
    }

    public void OnTargetChange(TargetChange change)
    {
        lock (_lock)
        {
            if (change.Number > _number && change.Kind == TargetChangeKind.Disconnect)
            {
                _number = change.Number;
                foreach (var session in change.Sessions)
                {
                    Remove(session.Namespace.Length > 0 ? session.Namespace : change.Namespace, session.Sid);
                }
            }
        }
    }

    private void Apply(IReadOnlyList<SessionReference> sessions, bool expired)
    {
        foreach (var session in sessions)
        {
            if (expired || session.Ended)
            {
                Remove(session.Namespace, session.Sid);
                if (expired)
                {
                    find(session.Namespace)?.RaiseExpired(session);
                }
            }
            else
            {
                Set(new PresentSession(session.Namespace, session.Sid, session.Person, Away: true));
            }
        }
    }

    private void Set(PresentSession session, bool silently = false)
    {
        _sessions[Key(session)] = session;
        find(session.Namespace)?.Presence?.Set(session, silently);
    }

    private void Remove(string @namespace, string sid)
    {
        away?.End(sid);
        if (_sessions.Remove((@namespace, sid)))
        {
            find(@namespace)?.Presence?.Remove(sid);
        }
    }

    private static (string Namespace, string Sid) Key(PresentSession session) => (session.Namespace, session.Sid);
}
