using SocketIO.Diagnostics;
using SocketIO.Handlers;
using SocketIO.Rooms;

namespace SocketIO.Adapters;

/// <summary>
/// What happens to the rooms of one namespace on this worker. Handlers run after the change, on the thread that made it, which
/// does not wait for what they await; with connection state recovery one after the other, each to its end, on another thread.
/// An exception in one is logged.
/// </summary>
public sealed class RoomEvents
{
    private readonly Namespace _owner;
    private readonly SerialQueue _queue = new();
    private readonly HandlerList<Func<string, ValueTask>> _created = new();
    private readonly HandlerList<Func<string, ValueTask>> _deleted = new();
    private readonly HandlerList<Func<string, string, ValueTask>> _joined = new();
    private readonly HandlerList<Func<string, string, ValueTask>> _left = new();

    internal RoomEvents(Namespace owner) => _owner = owner;

    /// <summary>Adds a handler for rooms that have their first member on this worker.</summary>
    public RoomEvents OnCreated(Func<string, ValueTask> handler) => Add(_created, handler);

    /// <summary>Adds a handler for rooms that have lost their last member on this worker.</summary>
    public RoomEvents OnDeleted(Func<string, ValueTask> handler) => Add(_deleted, handler);

    /// <summary>Adds a handler for sockets that have entered a room: the room, and the socket's id.</summary>
    public RoomEvents OnJoined(Func<string, string, ValueTask> handler) => Add(_joined, handler);

    /// <summary>Adds a handler for sockets that have left a room: the room, and the socket's id.</summary>
    public RoomEvents OnLeft(Func<string, string, ValueTask> handler) => Add(_left, handler);

    /// <summary>Whether somebody listens.</summary>
    internal bool HasListeners => !_created.IsEmpty || !_deleted.IsEmpty || !_joined.IsEmpty || !_left.IsEmpty;

    internal void Raise(RoomChange change, string room, string socketId)
    {
        if (OwnNames.Is(room))
        {
            return;
        }
        switch (change)
        {
            case RoomChange.Created:
                Raise(_created, handler => handler(room), room);
                break;
            case RoomChange.Deleted:
                Raise(_deleted, handler => handler(room), room);
                break;
            case RoomChange.Joined:
                Raise(_joined, handler => handler(room, socketId), room);
                break;
            default:
                Raise(_left, handler => handler(room, socketId), room);
                break;
        }
    }

    private RoomEvents Add<T>(HandlerList<T> handlers, T handler)
        where T : Delegate
    {
        ArgumentNullException.ThrowIfNull(handler);
        _owner.NoteConfigured();
        handlers.Add(handler);
        return this;
    }

    private void Raise<T>(HandlerList<T> handlers, Func<T, ValueTask> run, string room)
        where T : Delegate
    {
        foreach (var handler in handlers.Snapshot)
        {
            if (!_owner.Order.IsSequenced)
            {
                _ = GuardedHandler.RunAsync(() => run(handler.Run), exception => Failed(exception, room));
            }
            else
            {
                // The thread that made the change brings everything from the log, and a handler may wait for just that.
                _queue.Add(() => run(handler.Run), exception => Failed(exception, room));
            }
        }
    }

    private void Failed(Exception exception, string room) => Log.RoomHandlerFailed(_owner.Server.Logs.Handlers, exception, room, _owner.Name);
}
