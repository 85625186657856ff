namespace SocketIO.Recovery;

/// <summary>Runs the application's handlers one after the other, away from the thread that brings the log.</summary>
internal sealed class SerialQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _work = new();
    private bool _running;

    /// <summary>Adds work, which must not throw.</summary>
    public void Add(Action work)
    {
        lock (_lock)
        {
            _work.Enqueue(work);
            if (_running)
            {
                return;
            }
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        while (true)
        {
            Action? next;
            lock (_lock)
            {
                if (!_work.TryDequeue(out next))
                {
                    _running = false;
                    return;
                }
            }
            next();
        }
    }
}
