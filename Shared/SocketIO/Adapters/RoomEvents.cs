using SocketIO.Namespaces;
using SocketIO.Recovery;

namespace SocketIO.Adapters;

/// <summary>
/// What happens to the rooms of one namespace on this worker. Handlers run after the change, on the thread that made it;
/// with connection state recovery one after the other on another thread. An exception in one is logged.
/// </summary>
public sealed class RoomEvents
{
    private readonly Namespace _owner;
    private readonly SerialQueue _queue = new();

    internal RoomEvents(Namespace owner) => _owner = owner;

    /// <summary>A room has its first member on this worker.</summary>
    public event Action<string>? Created;

    /// <summary>A room has lost its last member on this worker.</summary>
    public event Action<string>? Deleted;

    /// <summary>A socket has entered a room: the room, and the socket's id.</summary>
    public event Action<string, string>? Joined;

    /// <summary>A socket has left a room: the room, and the socket's id.</summary>
    public event Action<string, string>? Left;

    /// <summary>Whether somebody listens.</summary>
    internal bool HasListeners => Created is not null || Deleted is not null || Joined is not null || Left is not null;

    internal void Raise(RoomChange change, string room, string socketId)
    {
        if (_owner.Sessions is null)
        {
            RaiseNow(change, room, socketId);
        }
        else if (HasListeners)
        {
            // The thread that made the change brings everything from the log, and a handler may wait for just that.
            _queue.Add(() => RaiseNow(change, room, socketId));
        }
    }

    private void RaiseNow(RoomChange change, string room, string socketId)
    {
        try
        {
            switch (change)
            {
                case RoomChange.Created:
                    Created?.Invoke(room);
                    break;
                case RoomChange.Deleted:
                    Deleted?.Invoke(room);
                    break;
                case RoomChange.Joined:
                    Joined?.Invoke(room, socketId);
                    break;
                default:
                    Left?.Invoke(room, socketId);
                    break;
            }
        }
        catch (Exception exception)
        {
            Log.RoomHandlerFailed(_owner.Server.SocketLogger, exception, room, _owner.Name);
        }
    }
}

/// <summary>What happened to a room.</summary>
internal enum RoomChange
{
    /// <summary>It has its first member.</summary>
    Created,

    /// <summary>It has a member more.</summary>
    Joined,

    /// <summary>It has a member less.</summary>
    Left,

    /// <summary>It has lost its last member.</summary>
    Deleted,
}
