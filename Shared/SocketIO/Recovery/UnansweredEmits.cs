using System.Collections.Concurrent;
using SocketIO.Adapters;
using SocketIO.Parsers;
using SocketIO.Presence;
using SocketIO.Sequencing;

namespace SocketIO.Recovery;

/// <summary>
/// The emits of this worker whose acknowledgement is still waited for while their client is away, if the options want
/// them to be sent again. The client may come back to any worker; the answer comes here.
/// </summary>
internal sealed class UnansweredEmits(Namespace owner, PresenceHub presence)
{
    private static readonly TimeSpan Endless = TimeSpan.FromDays(24);
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Unanswered>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Whether no emit is kept.</summary>
    public bool IsEmpty => _waiting.IsEmpty;

    /// <summary>The log was lost and is there again: clients that are there need not come back to be asked again.</summary>
    public void TryAgain()
    {
        foreach (var sid in _waiting.Keys)
        {
            if (presence.IsOnline(owner.Name, sid))
            {
                Resumed(sid);
            }
        }
    }

    /// <summary>Keeps an emit for the return of its client.</summary>
    public void Keep(string sid, EncodedPacket template, TaskCompletionSource<EventArguments> answer)
    {
        _waiting.GetOrAdd(sid, _ => new ConcurrentQueue<Unanswered>()).Enqueue(new Unanswered(template, answer));
        if (!presence.Contains(owner.Name, sid))
        {
            // Its end came while it was sent again.
            Gone(sid);
        }
    }

    /// <summary>Sends again after a while, if the client may have been back already when an emit was kept.</summary>
    /// <remarks>Not at once: a worker that died is not known to be gone yet, nor an end that was said just now.</remarks>
    public async Task LookAgainAsync(string sid)
    {
        await Task.Delay(SecondLook, owner.Server.Time).ConfigureAwait(false);
        if (presence.IsOnline(owner.Name, sid))
        {
            Resumed(sid);
        }
    }

    /// <summary>A client is back, here or elsewhere: sends again what it has not answered.</summary>
    public void Resumed(string sid)
    {
        if (_waiting.TryRemove(sid, out var emits))
        {
            foreach (var emit in emits)
            {
                _ = SendAgainAsync(sid, emit);
            }
        }
    }

    /// <summary>A client does not come back any more.</summary>
    public void Gone(string sid)
    {
        if (_waiting.TryRemove(sid, out var emits))
        {
            foreach (var emit in emits)
            {
                emit.Answer.TrySetException(new SocketDisconnectedException());
            }
        }
    }

    private async Task SendAgainAsync(string sid, Unanswered emit)
    {
        if (emit.Answer.Task.IsCompleted)
        {
            // Nobody waits any more: the time was up.
            return;
        }
        try
        {
            await owner.Adapter.BroadcastWithAckAsync(
                emit.Template,
                new BroadcastTarget([sid], []),
                new BroadcastOptions(Volatile: false, Local: false, Endless),
                answer => emit.Answer.TrySetResult(answer.Arguments),
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (SequencerFullException)
        {
            // Too much waits for the log just now: it is kept, and looked at again.
        }
        if (!emit.Answer.Task.IsCompleted)
        {
            // The client is away again before it has answered.
            Keep(sid, emit.Template, emit.Answer);
            await LookAgainAsync(sid).ConfigureAwait(false);
        }
    }

    private sealed record Unanswered(EncodedPacket Template, TaskCompletionSource<EventArguments> Answer);
}
