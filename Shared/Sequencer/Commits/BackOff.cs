namespace SocketIO.Sequencer.Commits;

/// <summary>Lets a thread wait between attempts: 50 ms at first, then twice as long each time, up to 2 s.</summary>
internal sealed class BackOff(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cancelled = new();

    public static TimeSpan Delay(int failures) =>
        failures >= 6 ? Longest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << failures));

    /// <summary>Waits; false when cancelled.</summary>
    public bool Wait(int failures)
    {
        using var elapsed = new ManualResetEventSlim();
        using var timer = time.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), elapsed, Delay(failures), Timeout.InfiniteTimeSpan);
        try
        {
            elapsed.Wait(_cancelled.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Cancel() => _cancelled.Cancel();

    public void Dispose() => _cancelled.Dispose();
}
