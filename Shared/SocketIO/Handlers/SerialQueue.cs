namespace SocketIO.Handlers;

/// <summary>
/// Runs the application's handlers one after the other, each to its end, away from the thread that brings the log. Within a
/// handler, and what it awaits, nothing else of the queue runs.
/// </summary>
internal sealed class SerialQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Work> _work = new();
    private bool _running;

    /// <summary>Adds a handler.</summary>
    /// <param name="handler">What is run, and awaited.</param>
    /// <param name="onError">Told of its exception; must not throw.</param>
    public void Add(Func<ValueTask> handler, Action<Exception> onError)
    {
        lock (_lock)
        {
            _work.Enqueue(new Work(handler, onError));
            if (_running)
            {
                return;
            }
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (TryTake(out var next))
        {
            await GuardedHandler.RunAsync(next.Handler, next.OnError).ConfigureAwait(false);
        }
    }

    private bool TryTake(out Work next)
    {
        lock (_lock)
        {
            _running = _work.TryDequeue(out next);
            return _running;
        }
    }

    private readonly record struct Work(Func<ValueTask> Handler, Action<Exception> OnError);
}
