using System.Collections.Immutable;
using SocketIO.Limits;
using SocketIO.Sequencing;

namespace SocketIO.Presence;

/// <summary>
/// Who is there in the whole cluster, as the log has it: all sessions of all namespaces. A worker that has just come
/// takes a snapshot, and then every change that is younger.
/// </summary>
internal sealed class PresenceHub(Func<string, Namespace?> find, AwayLimit? away = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Namespace, string Sid), PresentSession> _sessions = [];
    private readonly SaidOfPersons _said = new();
    private readonly List<NamespacePresence> _waiting = [];
    private long _number;
    private bool _hasBegun;

    /// <summary>Gives a namespace its sessions, and from then on their changes.</summary>
    public void Follow(Namespace owner, NamespacePresence presence)
    {
        lock (_lock)
        {
            // As those know it who have followed all the time: what a session has said goes on to count when it ends.
            presence.Start(_sessions.Values.Where(session => session.Namespace == owner.Name).Select(session => session with { Data = _said.LastOf(session) }));
            owner.Features.Set(presence);
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
            return _sessions.TryGetValue((@namespace, sid), out var session) && !session.IsAway;
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

    public void OnEvent(in LogEntry entry)
    {
        lock (_lock)
        {
            if (entry.Number <= _number)
            {
                return;
            }
            switch (entry.Event)
            {
                case SessionChanged change:
                    Apply(change);
                    break;
                case SessionsChanged changes:
                    Apply(changes.Sessions, changes.Kind == SessionChangeKind.Expired);
                    break;
                case TargetChanged { Change.Action: TargetAction.Disconnect } ended:
                    foreach (var session in ended.Sessions)
                    {
                        Remove(session.Namespace.Length > 0 ? session.Namespace : ended.Namespace, session.Sid);
                    }
                    break;
                default:
                    return;
            }
            _number = entry.Number;
        }
    }

    private void Apply(SessionChanged change)
    {
        switch (change.Kind)
        {
            case SessionChangeKind.Connected:
                away?.Return(change.Sid, change.Generation);
                Set(new PresentSession(change.Namespace, change.Sid, change.Person, IsAway: false)
                {
                    Rooms = SharedNames.Of(change.Rooms),
                    Data = SharedNames.Of(change.Data),
                });
                break;
            case SessionChangeKind.Resumed:
                away?.Return(change.Sid, change.Generation);
                Set(Known(change.Namespace, change.Sid, change.Person) with { IsAway = false });
                break;
            case SessionChangeKind.Away or SessionChangeKind.Released:
                Set(Known(change.Namespace, change.Sid, change.Person) with { IsAway = true });
                break;
            case SessionChangeKind.Joined or SessionChangeKind.Left when change.Rooms.Any(SharedNames.Is):
                var present = Known(change.Namespace, change.Sid, change.Person);
                var rooms = SharedNames.Of(change.Rooms);
                Set(present with { Rooms = [.. change.Kind == SessionChangeKind.Joined ? present.Rooms.Union(rooms) : present.Rooms.Except(rooms)] });
                break;
            case SessionChangeKind.Data when change.Data.Keys.Any(SharedNames.Is):
                var before = Known(change.Namespace, change.Sid, change.Person);
                Set(before with { Data = before.Data.SetItems(SharedNames.Of(change.Data)) });
                break;
            case SessionChangeKind.Ended:
                Remove(change.Namespace, change.Sid);
                break;
            default:
                break;
        }
    }

    private void Apply(ImmutableArray<SessionReference> sessions, bool expired)
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
                Set(Known(session.Namespace, session.Sid, session.Person) with { IsAway = true });
            }
        }
    }

    private void Set(PresentSession session, bool silently = false)
    {
        if (_sessions.TryAdd(Key(session), session))
        {
            _said.Add(session);
        }
        else
        {
            _sessions[Key(session)] = session;
            _said.Note(session);
        }
        PresenceOf(session.Namespace)?.Set(session, silently);
    }

    private void Remove(string @namespace, string sid)
    {
        away?.End(sid);
        if (_sessions.Remove((@namespace, sid), out var session))
        {
            _said.Remove(session);
            PresenceOf(@namespace)?.Remove(sid);
        }
    }

    private NamespacePresence? PresenceOf(string @namespace) => find(@namespace)?.Features.Find<NamespacePresence>();

    private PresentSession Known(string @namespace, string sid, string person) =>
        _sessions.TryGetValue((@namespace, sid), out var known) ? known : new PresentSession(@namespace, sid, person, IsAway: false);

    private static (string Namespace, string Sid) Key(PresentSession session) => (session.Namespace, session.Sid);
}
