namespace SocketIO.Limits;

/// <summary>Time in which a connection is not read. It ends with the connection, of which nothing is to be kept.</summary>
internal sealed class Pause(TimeProvider time)
{
    /// <summary>A client's answers, and its leave, wait with it: what is left is for the next time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _closed;
    private bool _isOver;

    public async ValueTask WaitAsync(TimeSpan wait)
    {
        CancellationToken closed;
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }
            closed = (_closed ??= new CancellationTokenSource()).Token;
        }
        await Task.Delay(wait < Longest ? wait : Longest, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The connection ends: nobody waits any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOver = true;
        }
        // Made under the lock, and not any more. Whoever waits goes on elsewhere: here the sockets have not left yet.
        _ = _closed?.CancelAsync();
    }
}
