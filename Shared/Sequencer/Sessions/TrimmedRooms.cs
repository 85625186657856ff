using System.Collections.Concurrent;

namespace SocketIO.Sequencer.Sessions;

/// <summary>
/// The last number trimmed of each room that a session is or was in, so that a client to which nothing was said stays
/// recoverable however long that is. Written by the committing thread, read by any.
/// </summary>
internal sealed class TrimmedRooms
{
    private readonly ConcurrentDictionary<RoomKey, long> _last = new();

    public IEnumerable<KeyValuePair<RoomKey, long>> All => _last;

    public long Last(RoomKey key) => _last.TryGetValue(key, out var number) ? number : 0;

    public void Set(RoomKey key, long number)
    {
        if (number == 0)
        {
            _last.TryRemove(key, out _);
        }
        else
        {
            _last[key] = number;
        }
    }

    /// <summary>Whether nothing after <paramref name="number"/> that was for the session is gone.</summary>
    public bool Cover(Session session, long number)
    {
        if (session.CompleteFrom > number || Last(new RoomKey(session.Namespace, null)) > number)
        {
            return false;
        }
        foreach (var (room, membership) in session.Rooms)
        {
            var last = Last(new RoomKey(session.Namespace, room));
            if (last > number && membership.LostUpTo(last) > number)
            {
                return false;
            }
        }
        return true;
    }
}
