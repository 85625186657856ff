using SocketIO.Limits;

namespace SocketIO.Rooms;

/// <summary>The rooms that one socket is to enter as soon as the log says so: they count for its limit already.</summary>
internal sealed class JoiningRooms
{
    private readonly Lock _lock = new();
    private Dictionary<string, int>? _rooms;

    /// <summary>Notes rooms, if they do not take too much.</summary>
    /// <param name="present">Those that the socket is in.</param>
    /// <param name="rooms">Those that it is to enter.</param>
    /// <returns>What is to be removed when the log has answered.</returns>
    /// <exception cref="ArgumentException">They take too much.</exception>
    public IReadOnlyList<string> Add(IReadOnlyCollection<string> present, IReadOnlyList<string> rooms)
    {
        lock (_lock)
        {
            RoomLimit.Check(_rooms is null ? present : [.. present.Union(_rooms.Keys)], rooms);
            List<string>? added = null;
            foreach (var room in rooms)
            {
                if (!present.Contains(room))
                {
                    // Once for each time, since each is removed again.
                    _rooms ??= new Dictionary<string, int>(StringComparer.Ordinal);
                    _rooms[room] = _rooms.GetValueOrDefault(room) + 1;
                    (added ??= []).Add(room);
                }
            }
            return added ?? (IReadOnlyList<string>)[];
        }
    }

    /// <summary>The log has answered, one way or the other.</summary>
    public void Remove(IReadOnlyList<string> rooms)
    {
        lock (_lock)
        {
            foreach (var room in rooms)
            {
                if (_rooms!.GetValueOrDefault(room) > 1)
                {
                    _rooms![room]--;
                }
                else
                {
                    _rooms!.Remove(room);
                }
            }
            _rooms = _rooms is { Count: 0 } ? null : _rooms;
        }
    }
}
