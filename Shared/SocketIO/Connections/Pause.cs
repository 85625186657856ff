namespace SocketIO.Connections;

/// <summary>Time in which a connection is not read. It ends with the connection, of which nothing is to be kept.</summary>
internal sealed class Pause(TimeProvider time)
{
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
        await Task.Delay(wait, time, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The connection ends: nobody waits any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOver = true;
        }
        // Made under the lock, and not any more.
        _closed?.Cancel();
    }
}
