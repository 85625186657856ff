namespace Worker.Chat;

/// <summary>Holds one client to the rate of messages. Its handlers run one at a time, so it needs no lock.</summary>
internal sealed class MessagePace(MessageRate rate, TimeProvider time)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    // When all that was written is paid for, as a time since the clock's beginning.
    private TimeSpan _paidAt;

    /// <summary>Completes when the next message may be stored.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public Task WaitAsync(CancellationToken gone)
    {
        if (rate.PerSecond == 0)
        {
            return Task.CompletedTask;
        }
        var now = time.GetElapsedTime(0, time.GetTimestamp());
        _paidAt = (_paidAt > now ? _paidAt : now) + TimeSpan.FromSeconds(1 / rate.PerSecond);
        var wait = _paidAt - now - AtOnce;
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, gone) : Task.CompletedTask;
    }
}
