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
    private readonly PersonIndex _persons = new();
    private readonly HandlerList<Func<PresenceChange, ValueTask>> _handlers = new();
    private readonly HandlerList<Func<PresenceChanges, ValueTask>> _gatheredHandlers = new();
    private readonly Func<Socket, string?> _personOf;
    private readonly SerialQueue _queue;
    private readonly ILogger _logger;
    private readonly GatheredChanges _gathered;

    internal NamespacePresence(Func<Socket, string?> personOf, SerialQueue queue, TimeProvider time, ILogger logger)
    {
        _personOf = personOf;
        _queue = queue;
        _logger = logger;
        _gathered = new GatheredChanges(time, TellGathered);
    }

    /// <summary>Whether this function says whose a socket is.</summary>
    internal bool PersonsAreBy(Func<Socket, string?> personOf) => _personOf == personOf;

    /// <summary>Everybody who is online or away: a copy, which takes its time when they are many. See <see cref="ReadPage"/>.</summary>
    public IReadOnlyList<PresentPerson> Persons
    {
        get
        {
            lock (_lock)
            {
                return _persons.All();
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
    /// Adds a handler of changes that are gathered: for who tells many of many. It is given what is different since it was called
    /// last, each person once, and nobody who is again what he was (unless a page was read meanwhile). Else as <see cref="OnChange"/>.
    /// </summary>
    /// <remarks>
    /// It is called the less often the more sessions there are: every 0.1 s up to 100, every 2 s from 2,000 on. So telling everybody
    /// takes about a thousand packets a second, and from there on half as many as there are sessions, but never their square.
    /// </remarks>
    public NamespacePresence OnChanges(Func<PresenceChanges, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _gatheredHandlers.Add(handler);
        return this;
    }

    /// <summary>
    /// Runs a handler with everybody who is there, once, in its turn among the handlers of changes: it is given every
    /// change that they have been told by then, and none that those of <see cref="OnChange"/> are told afterwards.
    /// </summary>
    public void Read(Func<IReadOnlyList<PresentPerson>, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        lock (_lock)
        {
            // In the lock, as the changes: what is read here belongs to this place in the queue.
            var persons = _persons.All();
            _queue.Add(() => handler(persons), exception => Log.PresenceReaderFailed(_logger, exception));
        }
    }

    /// <summary>
    /// Runs a handler with some of those who are there, those who are online first, once, in its turn among the handlers of changes:
    /// what they are told afterwards of a person is not older than what it is given.
    /// </summary>
    /// <param name="after">Where the page before ended (<see cref="PresencePage.Next"/>); <see langword="null"/> for the first one. Clients
    /// may send it: any text will do.</param>
    /// <param name="count">How many persons at the most, 1 or more.</param>
    /// <param name="handler">What is run, and awaited.</param>
    public void ReadPage(string? after, int count, Func<PresencePage, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        lock (_lock)
        {
            _gathered.NoteRead();
            var page = _persons.Page(after, count);
            _queue.Add(() => handler(page), exception => Log.PresenceReaderFailed(_logger, exception));
        }
    }

    /// <summary>How many persons are online, and how many are away.</summary>
    public PresenceCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _persons.Counts;
            }
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
            _persons.Set(session, silently ? static _ => { } : Raise);
        }
    }

    internal void Remove(string sid)
    {
        lock (_lock)
        {
            _persons.Remove(sid, Raise);
        }
    }

    private void Raise(PresenceChange change)
    {
        foreach (var handler in _handlers.Snapshot)
        {
            _queue.Add(() => handler.Run(change), exception => Log.PresenceHandlerFailed(_logger, exception, change.Person));
        }
        if (!_gatheredHandlers.IsEmpty)
        {
            _gathered.Add(change, _persons.Sessions);
        }
    }

    private void TellGathered()
    {
        lock (_lock)
        {
            // The numbers, too, belong to this place in the queue.
            var changes = new PresenceChanges(_gathered.Take(_persons.StateOf), _persons.Counts);
            foreach (var handler in changes.Changes.Count == 0 ? [] : _gatheredHandlers.Snapshot)
            {
                _queue.Add(() => handler.Run(changes), exception => Log.PresenceHandlerFailed(_logger, exception, changes.Changes[0].Person));
            }
        }
    }
}
