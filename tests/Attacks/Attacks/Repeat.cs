using System.Net.WebSockets;

namespace Attacks.Attacks;

/// <summary>Does something again and again, by many at a time.</summary>
internal static class Repeat
{
    /// <param name="attackers">How many at a time.</param>
    /// <param name="act">What each does, given its number and what counts it; anew when it has ended.</param>
    /// <param name="stop">The end.</param>
    /// <returns>How often it was counted.</returns>
    public static async Task<long> RunAsync(int attackers, Func<int, Action, CancellationToken, Task> act, CancellationToken stop)
    {
        var done = 0L;
        await Task.WhenAll(Enumerable.Range(0, attackers).Select(async number =>
        {
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await act(number, () => Interlocked.Increment(ref done), stop);
                }
                catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
                {
                    // The server defends itself; at once again would only be a busy loop of this program's.
                    await Task.Delay(10, CancellationToken.None);
                }
            }
        }));
        return done;
    }
}
