namespace Worker.Chat;

/// <summary>Holds one connection, or one person, to the rate of messages.</summary>
internal sealed class MessagePace(MessageRate rate, TimeProvider time)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    // When all that was written is paid for, as a time since the clock's beginning.
    private TimeSpan _paidAt;

    /// <summary>Whether all that was written is paid for.</summary>
    public bool IsPaid
    {
        get
        {
            lock (_lock)
            {
                return _paidAt <= Now;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(0, time.GetTimestamp());

    /// <summary>Completes when the next message may be stored.</summary>
    public Task WaitAsync()
    {
        var wait = Charge(1) - AtOnce;
        return wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask;
    }

    /// <summary>Counts so many messages; the time until they are paid for.</summary>
    public TimeSpan Charge(int messages)
    {
        if (rate.PerSecond == 0)
        {
            return TimeSpan.Zero;
        }
        var now = Now;
        lock (_lock)
        {
            // Several sockets of a person may be at work, and one that has left beside the next one.
            _paidAt = (_paidAt > now ? _paidAt : now) + TimeSpan.FromSeconds(messages / rate.PerSecond);
            return _paidAt - now;
        }
    }
}
