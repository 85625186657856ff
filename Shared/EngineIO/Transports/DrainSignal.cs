namespace EngineIO.Transports;

/// <summary>Wakes those who wait until a session has nothing left to send; costs nothing while nobody waits.</summary>
internal sealed class DrainSignal
{
    private TaskCompletionSource? _waiter;

    public Task WaitAsync()
    {
        if (Volatile.Read(ref _waiter) is { } known)
        {
            return known.Task;
        }
        var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiter, created, null) ?? created).Task;
    }

    public void Set()
    {
        if (Volatile.Read(ref _waiter) is not null)
        {
            Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
        }
    }
}
