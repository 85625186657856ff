using Microsoft.Extensions.Logging;
using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Presence;
using SocketIO.Sequencing;

namespace SocketIO;

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
    private readonly HandlerList<Func<PresenceChange, ValueTask>> _handlers = new();
    private readonly HandlerList<Func<PresenceChanges, ValueTask>> _gatheredHandlers = new();
    private readonly SerialQueue _queue;
    private readonly ILogger _logger;
    private readonly PresenceList _list;
    private readonly RoomPresences _rooms;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal NamespacePresence(Namespace owner, SerialQueue queue, TimeProvider time, ILogger logger)
    {
        _queue = queue;
        _logger = logger;
        _list = new PresenceList(queue, time, logger, Raise, () => !_gatheredHandlers.IsEmpty, Raise);
        _rooms = new RoomPresences(owner, queue, time, logger);
    }

    /// <summary>Everybody who is online or away: a copy, which takes its time when they are many. See <see cref="ReadPage"/>.</summary>
    public IReadOnlyList<PresentPerson> Persons => _list.Persons;

    /// <summary>How many persons are online, and how many are away.</summary>
    public PresenceCounts Counts => _list.Counts;

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
    /// change that they have been told by then, and none that those of <see cref="OnChange"/> are told afterwards. Before the log was reached
    /// for the first time nobody is known: then it is run when it is.
    /// </summary>
    public void Read(Func<IReadOnlyList<PresentPerson>, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _begun.Task.ContinueWith(_ => _list.Read(handler), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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
        _list.ReadPage(after, count, handler);
    }

    /// <summary>
    /// A socket enters a room whose members see each other: in <see cref="Room"/>, and by <see cref="OnRoomChanges"/>. It is a room of its
    /// own, and not that of <see cref="Socket.Join(string[])"/>; a client that comes back to its session is in it still.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="room">The room, any name.</param>
    public void Enter(Socket socket, string room)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _rooms.Enter(socket, room);
    }

    /// <summary>
    /// Enters a room as <see cref="Enter"/> does; completes when it counts for every worker. From then on the socket is one of
    /// <see cref="Members"/>, who are told of changes: a page of <see cref="Room"/> that is read earlier may be older than the first of them.
    /// </summary>
    public Task EnterAsync(Socket socket, string room)
    {
        Enter(socket, room);
        return socket.Namespace.Order.SettledAsync();
    }

    /// <summary>A socket leaves such a room.</summary>
    public void Exit(Socket socket, string room)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _rooms.Exit(socket, room);
    }

    /// <summary>Who is in such a room.</summary>
    public RoomPresence Room(string room)
    {
        ArgumentNullException.ThrowIfNull(room);
        return _rooms.Find(room);
    }

    /// <summary>The sockets that are in such a room, on all workers.</summary>
    public BroadcastOperator Members(string room)
    {
        ArgumentNullException.ThrowIfNull(room);
        return _rooms.Members(room);
    }

    /// <summary>
    /// Adds a handler of changes in rooms that are gathered as for <see cref="OnChanges"/>, given the room. It runs on every worker;
    /// <see cref="Members"/> are whom to tell, by <see cref="BroadcastOperator.Local"/>.
    /// </summary>
    public NamespacePresence OnRoomChanges(Func<string, PresenceChanges, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _rooms.OnChanges(handler);
        return this;
    }

    /// <summary>It is known who is there.</summary>
    internal void Begin() => _begun.TrySetResult();

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
        var (counts, isOther) = _list.Set(session, counts: null, silently);
        _rooms.Set(session, counts, silently);
        if (isOther)
        {
            _rooms.SetData(PersonIndex.NameOf(session), counts, silently);
        }
    }

    internal void Remove(string sid)
    {
        _list.Remove(sid);
        _rooms.Remove(sid);
    }

    private void Raise(PresenceChange change)
    {
        foreach (var handler in _handlers.Snapshot)
        {
            _queue.Add(() => handler.Run(change), exception => Log.PresenceHandlerFailed(_logger, exception, change.Person));
        }
    }

    private void Raise(PresenceChanges changes)
    {
        foreach (var handler in _gatheredHandlers.Snapshot)
        {
            _queue.Add(() => handler.Run(changes), exception => Log.PresenceHandlerFailed(_logger, exception, changes.Changes[0].Person));
        }
    }
}
