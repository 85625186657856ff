using SocketIO.Diagnostics;

namespace SocketIO.Limits;

/// <summary>
/// How much of the log the handlers of one connection fill. A client that makes them fill more than its share is not read until
/// as much has grown old.
/// </summary>
internal sealed class LogShare(ConnectionStateRecoveryOptions options, SocketIOMetrics metrics, Pause pause, TimeProvider time)
{
    /// <summary>Far more than one pause; more would be no <see cref="TimeSpan"/>.</summary>
    private const double MostSeconds = 3_600;

    private readonly Lock _lock = new();
    private long _bytes;
    private long _paid = time.GetTimestamp();

    /// <summary>Counts what a handler has submitted; at any time, from any thread.</summary>
    public void Count(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>Completes when the next event may be taken.</summary>
    public ValueTask WaitAsync() => Volatile.Read(ref _bytes) <= options.MaxClientBytes ? ValueTask.CompletedTask : WaitForOldAgeAsync();

    private async ValueTask WaitForOldAgeAsync()
    {
        if (Pay() is var wait && wait > TimeSpan.Zero)
        {
            metrics.MessagesHeldBack();
            await pause.WaitAsync(wait).ConfigureAwait(false);
        }
    }

    /// <summary>Takes off what has grown old since it was looked at last, and says how long it takes until the rest is within the share.</summary>
    private TimeSpan Pay()
    {
        var rate = options.MaxClientBytes / options.MaxDisconnectionDuration.TotalSeconds;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var old = Math.Min((long)Math.Min(time.GetElapsedTime(_paid, now).TotalSeconds * rate, long.MaxValue / 2), _bytes);
            _paid = now;
            var left = Interlocked.Add(ref _bytes, -old);
            return TimeSpan.FromSeconds(Math.Min(Math.Max(left - options.MaxClientBytes, 0) / rate, MostSeconds));
        }
    }
}
