namespace SocketIO.Core;

/// <summary>
/// Runs the handlers of one socket one at a time, in order. An idle queue runs a handler on the thread that brought
/// the event; a busy one keeps the event, and makes the reader wait when it is full. Until <see cref="Start"/> all wait.
/// </summary>
internal sealed class HandlerQueue(int capacity, long maxBytes, Func<HandlerQueue.Work, ValueTask> run)
{
    private readonly Lock _lock = new();
    private readonly Queue<Work> _waiting = new();
    private bool _busy = true;
    private TaskCompletionSource? _room;
    private long _bytes;

    /// <summary>One call of handlers: for an event, for an error, for the connection, or for its end.</summary>
    internal readonly record struct Work(EventContext? Context, DisconnectReason? Reason, EventError? Error = null)
    {
        public static Work Connection => default;

        /// <summary>What the work holds in memory, in bytes.</summary>
        public int Size => Context?.Size ?? 0;

        public string Name => Context?.Event ?? (Error is not null ? "error" : Reason is null ? "connection" : "disconnect");

        public bool IsConnection => this == Connection;

        public static Work Event(EventContext context) => new(context, null);

        public static Work Failed(EventError error) => new(null, null, error);

        public static Work Disconnected(DisconnectReason reason) => new(null, reason);
    }

    /// <summary>
    /// Runs the first work, and then what came meanwhile. Until then everything waits: a client may send its first
    /// event before the thread that let it in gets so far.
    /// </summary>
    public void Start(Work first) => RunFrom(first);

    /// <summary>Takes the work at once; completes when there is room for more.</summary>
    public ValueTask EnqueueAsync(Work work)
    {
        lock (_lock)
        {
            if (_busy)
            {
                _waiting.Enqueue(work);
                _bytes += work.Size;
                if (_waiting.Count < capacity && _bytes < maxBytes)
                {
                    return ValueTask.CompletedTask;
                }
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return new ValueTask(_room.Task);
            }
            _busy = true;
        }
        RunFrom(work);
        return ValueTask.CompletedTask;
    }

    private void RunFrom(Work work)
    {
        var running = run(work);
        if (!running.IsCompletedSuccessfully)
        {
            _ = ContinueAsync(running);
            return;
        }
        if (TryTakeNext(out var next))
        {
            _ = ContinueAsync(run(next));
        }
    }

    private async Task ContinueAsync(ValueTask running)
    {
        while (true)
        {
            // run never throws: it answers for the handler's exceptions itself.
            await running.ConfigureAwait(false);
            if (!TryTakeNext(out var next))
            {
                return;
            }
            running = run(next);
        }
    }

    private bool TryTakeNext(out Work work)
    {
        TaskCompletionSource? room = null;
        bool taken;
        lock (_lock)
        {
            taken = _waiting.TryDequeue(out work);
            _busy = taken;
            _bytes -= work.Size;
            // Half empty before the reader goes on, so that it does not stop and start for every event.
            if (_room is not null && _waiting.Count <= capacity / 2 && _bytes <= maxBytes / 2)
            {
                (room, _room) = (_room, null);
            }
        }
        room?.SetResult();
        return taken;
    }
}
