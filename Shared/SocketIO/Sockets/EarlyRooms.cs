namespace SocketIO.Sockets;

/// <summary>
/// The rooms that a middleware lets a socket enter. It is not in its namespace yet, nor ever if it is refused, so they
/// count from its connection on.
/// </summary>
internal sealed class EarlyRooms
{
    private readonly Lock _lock = new();
    private HashSet<string>? _rooms;
    private bool _isOver;

    /// <summary>The rooms so far; <see langword="null"/> once the adapter is to be asked.</summary>
    public string[]? Current
    {
        get
        {
            lock (_lock)
            {
                return _isOver ? null : [.. _rooms ?? []];
            }
        }
    }

    /// <summary>Whether it is early enough; if not, nothing is changed.</summary>
    public bool TryJoin(string[] rooms)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                (_rooms ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(rooms);
            }
            return !_isOver;
        }
    }

    /// <inheritdoc cref="TryJoin"/>
    public bool TryLeave(string[] rooms)
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _rooms?.ExceptWith(rooms);
            }
            return !_isOver;
        }
    }

    /// <summary>Ends the time before the connection; gives the rooms to enter now.</summary>
    public string[] End()
    {
        lock (_lock)
        {
            string[] rooms = _isOver ? [] : [.. _rooms ?? []];
            _isOver = true;
            _rooms = null;
            return rooms;
        }
    }
}
