using System.Collections.Concurrent;
using SocketIO.Adapters;

namespace SocketIO.Core;

/// <summary>
/// The broadcasts of one namespace whose acknowledgements are awaited on this worker. Sockets hold nothing of them: an
/// answer finds its broadcast by the id.
/// </summary>
internal sealed class PendingBroadcasts(TimeProvider time)
{
    /// <summary>Ids below belong to the emits of single sockets. All fit into 31 bits, as some clients read no more.</summary>
    private const long FirstId = 1L << 30;

    private readonly ConcurrentDictionary<long, PendingBroadcast> _pending = new();
    // Not from 0: a client that moves from worker to worker may answer a question of the former one late.
    private long _last = Random.Shared.NextInt64(FirstId);

    public TimeProvider Time => time;

    public PendingBroadcast Add(Socket[] receivers, Action<BroadcastAck> onAnswer)
    {
        var id = FirstId + (Interlocked.Increment(ref _last) & (FirstId - 1));
        var pending = new PendingBroadcast(this, id, receivers, onAnswer);
        if (receivers.Length == 0)
        {
            return pending;
        }
        _pending[id] = pending;
        foreach (var socket in receivers)
        {
            // One that left before the broadcast was known here told nobody of it.
            if (!socket.Connected)
            {
                pending.Gone(socket);
            }
        }
        return pending;
    }

    public void Forget(PendingBroadcast pending) => _pending.TryRemove(KeyValuePair.Create(pending.Id, pending));

    /// <summary>Takes an answer to a broadcast; one that nobody waits for any more is ignored.</summary>
    /// <returns>Whether the id is one of a broadcast.</returns>
    public bool TryComplete(Socket socket, long id, EventArguments arguments)
    {
        if (id < FirstId)
        {
            return false;
        }
        if (_pending.TryGetValue(id, out var pending))
        {
            pending.Answer(socket, arguments);
        }
        return true;
    }

    /// <summary>A socket has left: it answers nothing any more.</summary>
    public void Gone(Socket socket)
    {
        // Enumerated, not counted: usually there is none, and counting takes every lock.
        foreach (var (_, pending) in _pending)
        {
            pending.Gone(socket);
        }
    }
}
