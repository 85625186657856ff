using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using EngineIO.Limits;

namespace EngineIO.Sessions;

/// <summary>The sessions of a server by id, those that are still closing included.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, EngineSocket> _sessions = new(StringComparer.Ordinal);
    private TaskCompletionSource? _empty;
    private int _count;

    public bool IsEmpty => _sessions.IsEmpty;

    public int Count => Volatile.Read(ref _count);

    /// <summary>How many there are of each network.</summary>
    public AddressCounts Addresses { get; } = new();

    public bool TryGet(string sid, [MaybeNullWhen(false)] out EngineSocket session) => _sessions.TryGetValue(sid, out session);

    public bool TryAdd(EngineSocket session)
    {
        var isNew = _sessions.TryAdd(session.Id, session);
        if (isNew)
        {
            Interlocked.Increment(ref _count);
            Addresses.Add(session.Handshake.RemoteNetwork);
        }
        return isNew;
    }

    public void Remove(EngineSocket session)
    {
        // By reference: one that was not let in has the id of another.
        if (_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
        {
            Interlocked.Decrement(ref _count);
            Addresses.Remove(session.Handshake.RemoteNetwork);
        }
        if (_sessions.IsEmpty)
        {
            Volatile.Read(ref _empty)?.TrySetResult();
        }
    }

    public IEnumerable<KeyValuePair<string, EngineSocket>> All => _sessions;

    /// <summary>Completes when the last session is gone; meant for a server that takes no new ones.</summary>
    public Task WhenEmptyAsync()
    {
        var empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        empty = Interlocked.CompareExchange(ref _empty, empty, null) ?? empty;
        if (_sessions.IsEmpty)
        {
            empty.TrySetResult();
        }
        return empty.Task;
    }
}
