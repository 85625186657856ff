using System.Diagnostics;

namespace Testing;

/// <summary>Waits on a condition with a deadline, instead of sleeping.</summary>
public static class Eventually
{
    /// <summary>The deadline when none is given; generous, since the machine may be busy.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Polls until <paramref name="condition"/> holds; throws <see cref="TimeoutException"/> otherwise.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? timeout = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, timeout);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? timeout = null)
    {
        var limit = timeout ?? DefaultTimeout;
        var watch = Stopwatch.StartNew();
        while (!await condition().ConfigureAwait(false))
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"{what} did not happen within {limit.TotalSeconds} s");
            }
            await Task.Delay(10).ConfigureAwait(false);
        }
    }
}
