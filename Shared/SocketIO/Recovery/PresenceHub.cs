using SocketIO.Adapters;
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
    private readonly List<NamespacePresence> _waiting = [];
    private long _number;
    private bool _hasBegun;

    /// <summary>Gives a namespace its sessions, and from then on their changes.</summary>
    public void Follow(Namespace owner, NamespacePresence presence)
    {
        lock (_lock)
        {
            presence.Start(_sessions.Values.Where(session => session.Namespace == owner.Name));
            owner.Presence = presence;
            if (_hasBegun)
            {
                presence.Begin();
            }
            else
            {
                _waiting.Add(presence);
            }
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
            _hasBegun = true;
            _waiting.ForEach(presence => presence.Begin());
            _waiting.Clear();
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
                case SessionChangeKind.Connected:
                    away?.Return(change.Sid, change.Generation);
                    Set(new PresentSession(change.Namespace, change.Sid, change.Person, Away: false)
                    {
                        Rooms = [.. change.Rooms.Where(IsShared)],
                        Data = change.Data.Where(pair => IsShared(pair.Key)).ToDictionary(StringComparer.Ordinal),
                    });
                    break;
                case SessionChangeKind.Resumed:
                    away?.Return(change.Sid, change.Generation);
                    Set(Known(change.Namespace, change.Sid, change.Person) with { Away = false });
                    break;
                case SessionChangeKind.Away or SessionChangeKind.Released:
                    Set(Known(change.Namespace, change.Sid, change.Person) with { Away = true });
                    break;
                case SessionChangeKind.Joined or SessionChangeKind.Left when change.Rooms.Any(IsShared):
                    var present = Known(change.Namespace, change.Sid, change.Person);
                    var rooms = change.Rooms.Where(IsShared);
                    Set(present with { Rooms = [.. change.Kind == SessionChangeKind.Joined ? present.Rooms.Union(rooms) : present.Rooms.Except(rooms)] });
                    break;
                case SessionChangeKind.Data when change.Data.Keys.Any(IsShared):
                    var before = Known(change.Namespace, change.Sid, change.Person);
                    var data = before.Data.ToDictionary(StringComparer.Ordinal);
                    foreach (var (key, json) in change.Data.Where(pair => IsShared(pair.Key)))
                    {
                        data[key] = json;
                    }
                    Set(before with { Data = data });
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
                Set(Known(session.Namespace, session.Sid, session.Person) with { Away = true });
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

    private PresentSession Known(string @namespace, string sid, string person) =>
        _sessions.TryGetValue((@namespace, sid), out var known) ? known : new PresentSession(@namespace, sid, person, Away: false);

    private static bool IsShared(string name) => name.StartsWith(OwnNames.Shared, StringComparison.Ordinal);

    private static (string Namespace, string Sid) Key(PresentSession session) => (session.Namespace, session.Sid);
}
