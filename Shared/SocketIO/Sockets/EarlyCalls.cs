namespace SocketIO.Sockets;

/// <summary>
/// What a middleware does with a socket. It is not in its namespace yet, nor ever if it is refused, so this counts from its
/// connection on: first the rooms that it is to enter, then everything else in its order.
/// </summary>
internal sealed class EarlyCalls
{
    private readonly Lock _lock = new();
    private HashSet<string>? _rooms;
    private Queue<Action>? _calls;
    private bool _roomsAreOver;
    private bool _isOver;

    /// <summary>The rooms so far; <see langword="null"/> once the adapter is to be asked.</summary>
    public string[]? Rooms
    {
        get
        {
            lock (_lock)
            {
                return _roomsAreOver ? null : [.. _rooms ?? []];
            }
        }
    }

    /// <summary>Whether it is early enough; if not, nothing is changed.</summary>
    public bool TryJoin(string[] rooms)
    {
        lock (_lock)
        {
            if (!_roomsAreOver)
            {
                (_rooms ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(rooms);
            }
            return !_roomsAreOver;
        }
    }

    /// <inheritdoc cref="TryJoin"/>
    public bool TryLeave(string[] rooms)
    {
        lock (_lock)
        {
            if (!_roomsAreOver)
            {
                _rooms?.ExceptWith(rooms);
            }
            return !_roomsAreOver;
        }
    }

    /// <summary>Keeps a call, if it is early enough.</summary>
    public bool TryAdd(Action call)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                (_calls ??= new Queue<Action>()).Enqueue(call);
            }
            return !_isOver;
        }
    }

    /// <summary>Gives the rooms to enter now; from here on the adapter is asked.</summary>
    public string[] EndRooms()
    {
        lock (_lock)
        {
            string[] rooms = _roomsAreOver ? [] : [.. _rooms ?? []];
            _roomsAreOver = true;
            _rooms = null;
            return rooms;
        }
    }

    /// <summary>Makes the calls, and those that come meanwhile, so that none overtakes another; then it is too late for more.</summary>
    public void Run()
    {
        while (true)
        {
            Action? call;
            lock (_lock)
            {
                if (_calls is null || !_calls.TryDequeue(out call))
                {
                    _isOver = true;
                    return;
                }
            }
            call();
        }
    }

    /// <summary>The socket does not get in: nothing of it happens.</summary>
    public void Drop()
    {
        EndRooms();
        lock (_lock)
        {
            _isOver = true;
            _calls = null;
        }
    }
}
