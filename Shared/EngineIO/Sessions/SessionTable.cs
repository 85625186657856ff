using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace EngineIO.Sessions;

/// <summary>The sessions of a server by id, those that are still closing included.</summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<string, EngineSocket> _sessions = new(StringComparer.Ordinal);
    private TaskCompletionSource? _empty;

    public bool IsEmpty => _sessions.IsEmpty;

    public bool TryGet(string sid, [MaybeNullWhen(false)] out EngineSocket session) => _sessions.TryGetValue(sid, out session);

    /// <summary>Adds the session that <paramref name="create"/> makes of a fresh id.</summary>
    public EngineSocket Add(Func<string, EngineSocket> create)
    {
        while (true)
        {
            var session = create(NewId());
            if (_sessions.TryAdd(session.Id, session))
            {
                return session;
            }
        }
    }

    public void Remove(EngineSocket session)
    {
        _sessions.TryRemove(session.Id, out _);
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

    private static string NewId()
    {
        Span<byte> random = stackalloc byte[15];
        Span<byte> id = stackalloc byte[20];
        RandomNumberGenerator.Fill(random);
        Base64Url.EncodeToUtf8(random, id);
        return Encoding.ASCII.GetString(id);
    }
}
