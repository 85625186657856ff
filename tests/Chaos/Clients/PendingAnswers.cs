using Chaos.Protocol;
using Chaos.Record;

namespace Chaos.Clients;

/// <summary>What the server answered to an event.</summary>
internal sealed record Answer(ServerEvent Content, long At)
{
    /// <summary>What the server says instead of doing it.</summary>
    public string? Error => Content.Properties.TryGetValue("error", out var error) ? error.Text : null;
}

/// <summary>The acknowledgements that a client waits for; what its connection did not bring never comes.</summary>
internal sealed class PendingAnswers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, PendingAnswer> _pending = [];
    private long _last;

    /// <summary>One more.</summary>
    /// <param name="answer">Completes when it is there.</param>
    /// <param name="inTurn">Called with it before anything is looked at that comes behind it.</param>
    public long Add(out Task<Answer?> answer, Action<Answer>? inTurn = null)
    {
        var pending = new PendingAnswer(new(TaskCreationOptions.RunContinuationsAsynchronously), inTurn);
        answer = pending.Source.Task;
        lock (_lock)
        {
            _pending[++_last] = pending;
            return _last;
        }
    }

    public void Complete(long id, ServerEvent content)
    {
        if (Remove(id) is { } pending)
        {
            var answer = new Answer(content, Clock.Now);
            pending.InTurn?.Invoke(answer);
            pending.Source.TrySetResult(answer);
        }
    }

    public void Forget(long id) => Remove(id)?.Source.TrySetResult(null);

    /// <summary>The connection is lost.</summary>
    public void Clear()
    {
        PendingAnswer[] lost;
        lock (_lock)
        {
            lost = [.. _pending.Values];
            _pending.Clear();
        }
        foreach (var pending in lost)
        {
            pending.Source.TrySetResult(null);
        }
    }

    private PendingAnswer? Remove(long id)
    {
        lock (_lock)
        {
            return _pending.Remove(id, out var pending) ? pending : null;
        }
    }

    private sealed record PendingAnswer(TaskCompletionSource<Answer?> Source, Action<Answer>? InTurn);
}
