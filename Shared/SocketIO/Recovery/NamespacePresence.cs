using Microsoft.Extensions.Logging;
using SocketIO.Events;
using SocketIO.Sockets;

namespace SocketIO.Recovery;

/// <summary>
/// Who is in a namespace, in the whole cluster, by person. Every worker has the same picture and is told of each
/// change once, in the order of the log, also when a worker was killed.
/// </summary>
/// <remarks>
/// A person may have several sessions: some tabs, or a page that was reloaded while its former session is still in its
/// window. The person is online while one of them is connected, away while all of them are in their windows, and gone
/// after that.
/// </remarks>
public sealed class NamespacePresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _personOfSid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, bool>> _awayOfPerson = new(StringComparer.Ordinal);
    private readonly HandlerList<Func<PresenceChange, ValueTask>> _handlers = new();
    private readonly Func<Socket, string?> _personOf;
    private readonly SerialQueue _queue;
    private readonly ILogger _logger;

    internal NamespacePresence(Func<Socket, string?> personOf, SerialQueue queue, ILogger logger)
    {
        _personOf = personOf;
        _queue = queue;
        _logger = logger;
    }

    /// <summary>Whether this function says whose a socket is.</summary>
    internal bool PersonsAreBy(Func<Socket, string?> personOf) => _personOf == personOf;

    /// <summary>Everybody who is online or away.</summary>
    public IReadOnlyList<PresentPerson> Persons
    {
        get
        {
            lock (_lock)
            {
                return [.. _awayOfPerson.Select(entry => new PresentPerson(entry.Key, StateOf(entry.Value), [.. entry.Value.Keys]))];
            }
        }
    }

    /// <summary>
    /// Adds a handler of changes. Handlers of a server run one at a time, each to its end, in the order of the log.
    /// </summary>
    public NamespacePresence OnChange(Func<PresenceChange, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _handlers.Add(handler);
        return this;
    }

    /// <summary>
    /// Runs a handler with everybody who is there, once, in its turn among the handlers of changes: it is given every
    /// change that they have been told by then, and none that they are told afterwards.
    /// </summary>
    public void Read(Func<IReadOnlyList<PresentPerson>, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_lock)
        {
            // In the lock, as the changes: what is read here belongs to this place in the queue.
            var persons = Persons;
            _queue.Add(() => handler(persons), exception => Log.PresenceReaderFailed(_logger, exception));
        }
    }

    /// <summary>Whose a new socket is. An application that fails to say so does not keep the client out.</summary>
    internal string? PersonOf(Socket socket)
    {
        try
        {
            return _personOf(socket);
        }
        catch (Exception exception)
        {
            Log.PersonFailed(_logger, exception, socket.Id);
            return null;
        }
    }

    /// <summary>Takes over what there is, without telling anybody.</summary>
    internal void Start(IEnumerable<PresentSession> sessions)
    {
        foreach (var session in sessions)
        {
            Set(session, silently: true);
        }
    }

    internal void Set(PresentSession session, bool silently = false)
    {
        lock (_lock)
        {
            var person = PersonOfSession(session);
            if (_personOfSid.TryGetValue(session.Sid, out var former) && former != person)
            {
                Change(former, sessions => sessions.Remove(session.Sid), silently);
            }
            _personOfSid[session.Sid] = person;
            Change(person, sessions => sessions[session.Sid] = session.Away, silently);
        }
    }

    internal void Remove(string sid)
    {
        lock (_lock)
        {
            if (_personOfSid.Remove(sid, out var person))
            {
                Change(person, sessions => sessions.Remove(sid), silently: false);
            }
        }
    }

    // A session without a person stands for itself.
    private static string PersonOfSession(PresentSession session) => session.Person.Length > 0 ? session.Person : session.Sid;

    private static PresenceState StateOf(Dictionary<string, bool> sessions) =>
        sessions.Count == 0 ? PresenceState.Gone : sessions.ContainsValue(false) ? PresenceState.Online : PresenceState.Away;

    private void Change(string person, Action<Dictionary<string, bool>> change, bool silently)
    {
        if (!_awayOfPerson.TryGetValue(person, out var sessions))
        {
            _awayOfPerson[person] = sessions = new Dictionary<string, bool>(StringComparer.Ordinal);
        }
        var before = StateOf(sessions);
        change(sessions);
        var now = StateOf(sessions);
        if (now == PresenceState.Gone)
        {
            _awayOfPerson.Remove(person);
        }
        if (now != before && !silently)
        {
            Raise(new PresenceChange(person, before, now));
        }
    }

    private void Raise(PresenceChange change)
    {
        foreach (var handler in _handlers.Snapshot)
        {
            _queue.Add(() => handler.Run(change), exception => Log.PresenceHandlerFailed(_logger, exception, change.Person));
        }
    }
}

/// <summary>Whether a person is there.</summary>
public enum PresenceState
{
    /// <summary>Not there, or no longer: no session is left.</summary>
    Gone,

    /// <summary>Without a connection, but in the window of a session.</summary>
    Away,

    /// <summary>Connected.</summary>
    Online,
}

/// <summary>A person who is there.</summary>
/// <param name="Person">Who it is, as <c>UsePresence</c> said; a session without a person is known by its id.</param>
/// <param name="State">Online or away.</param>
/// <param name="Sessions">The ids of the person's sessions.</param>
public sealed record PresentPerson(string Person, PresenceState State, IReadOnlyList<string> Sessions);

/// <summary>A change of a person's state.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="Before">The state before.</param>
/// <param name="Now">The state now.</param>
public sealed record PresenceChange(string Person, PresenceState Before, PresenceState Now);
