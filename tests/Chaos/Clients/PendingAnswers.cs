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
    private readonly Dictionary<long, TaskCompletionSource<Answer?>> _pending = [];
    private long _last;

    public long Add(out Task<Answer?> answer)
    {
        var source = new TaskCompletionSource<Answer?>(TaskCreationOptions.RunContinuationsAsynchronously);
        answer = source.Task;
        lock (_lock)
        {
            _pending[++_last] = source;
            return _last;
        }
    }

    public void Complete(long id, ServerEvent content) => Remove(id)?.TrySetResult(new Answer(content, Clock.Now));

    public void Forget(long id) => Remove(id)?.TrySetResult(null);

    /// <summary>The connection is lost.</summary>
    public void Clear()
    {
        TaskCompletionSource<Answer?>[] lost;
        lock (_lock)
        {
            lost = [.. _pending.Values];
            _pending.Clear();
        }
        foreach (var source in lost)
        {
            source.TrySetResult(null);
        }
    }

    private TaskCompletionSource<Answer?>? Remove(long id)
    {
        lock (_lock)
        {
            return _pending.Remove(id, out var source) ? source : null;
        }
    }
}
