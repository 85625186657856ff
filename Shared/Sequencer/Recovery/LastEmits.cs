using System.Collections.Concurrent;
using SocketIO.Sequencer.Entries;
using SocketIO.Sequencer.Sessions;

namespace SocketIO.Sequencer.Recovery;

/// <summary>
/// The last number at which something was said in each room, so that a session to which nothing was said is not looked for
/// in everything that was said to others. Written by the committing thread before readers see the numbers, read by any.
/// </summary>
/// <param name="known">What was said up to this number is not known.</param>
internal sealed class LastEmits(long known)
{
    private readonly ConcurrentDictionary<RoomKey, long> _last = new();

    public int Count => _last.Count;

    public void Note(LogBatch batch)
    {
        foreach (ref readonly var entry in batch.Entries.AsSpan())
        {
            if (entry.Event is not EmitEvent emit)
            {
                continue;
            }
            if (emit.Target.Rooms.Length == 0)
            {
                _last[new RoomKey(emit.Namespace, null)] = entry.Number;
            }
            foreach (var room in emit.Target.Rooms)
            {
                _last[new RoomKey(emit.Namespace, room)] = entry.Number;
            }
        }
    }

    /// <summary>A number behind which nothing is for the session, as far as the log's end that the caller knows.</summary>
    public long LastFor(Session session)
    {
        var last = Math.Max(known, Last(session.Namespace, null));
        foreach (var (room, _) in session.Rooms)
        {
            last = Math.Max(last, Last(session.Namespace, room));
        }
        return last;
    }

    /// <summary>Forgets what was said before the log's first number.</summary>
    public void Forget(long first)
    {
        foreach (var (room, number) in _last)
        {
            if (number < first)
            {
                // Only if nothing has been said there since.
                _last.TryRemove(KeyValuePair.Create(room, number));
            }
        }
    }

    private long Last(string name, string? room) => _last.GetValueOrDefault(new RoomKey(name, room));
}
