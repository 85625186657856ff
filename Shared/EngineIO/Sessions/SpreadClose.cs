namespace EngineIO.Sessions;

/// <summary>Closes the sessions of a server that takes no new ones, evenly over a time and in no particular order.</summary>
internal sealed class SpreadClose(SessionTable sessions, TimeProvider time)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    public async Task RunAsync(TimeSpan window, CancellationToken cancellation)
    {
        EngineSocket[] open = [.. sessions.All.Select(session => session.Value)];
        var begin = time.GetTimestamp();
        var closed = 0;
        using var timer = new PeriodicTimer(Step, time);
        while (true)
        {
            for (var due = Due(open.Length, time.GetElapsedTime(begin), window); closed < due; closed++)
            {
                open[closed].Close(CloseReason.ServerShuttingDown);
            }
            // Nothing may be left of them: whoever closes the whole server meanwhile ends this, too.
            if (closed == open.Length || sessions.IsEmpty)
            {
                return;
            }
            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>How many are to be closed by now: the first at once, the last before the end.</summary>
    internal static int Due(int count, TimeSpan elapsed, TimeSpan window) =>
        elapsed >= window ? count : Math.Min(count, 1 + (int)(elapsed / window * count));
}
