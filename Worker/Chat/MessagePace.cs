namespace Worker.Chat;

/// <summary>Holds one connection to the rate of messages.</summary>
internal sealed class MessagePace(MessageRate rate, TimeProvider time)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    // When all that was written is paid for, as a time since the clock's beginning.
    private TimeSpan _paidAt;

    /// <summary>Completes when the next message may be stored.</summary>
    public Task WaitAsync()
    {
        if (rate.PerSecond == 0)
        {
            return Task.CompletedTask;
        }
        var now = time.GetElapsedTime(0, time.GetTimestamp());
        TimeSpan wait;
        lock (_lock)
        {
            // A socket that has left may still be at work beside the next one.
            _paidAt = (_paidAt > now ? _paidAt : now) + TimeSpan.FromSeconds(1 / rate.PerSecond);
            wait = _paidAt - now - AtOnce;
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask;
    }
}
