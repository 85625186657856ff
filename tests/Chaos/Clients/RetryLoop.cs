namespace Chaos.Clients;

/// <summary>Does what there is to do over a client's connection, and again what failed, until nothing is left; then waits to be woken.</summary>
internal sealed class RetryLoop : IAsyncDisposable
{
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _woken = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ChaosClient _client;
    private readonly Func<CancellationToken, Task<bool>?> _tryNext;
    private readonly Task _running;

    /// <param name="client">Whose connection it takes.</param>
    /// <param name="tryNext">Does the next thing, and says whether that worked; null when there is nothing to do.</param>
    public RetryLoop(ChaosClient client, Func<CancellationToken, Task<bool>?> tryNext)
    {
        _client = client;
        _tryNext = tryNext;
        _running = RunAsync();
    }

    /// <summary>Why it came to an end by itself, if it did.</summary>
    public Exception? Failure => _running.Exception;

    /// <summary>There may be something to do.</summary>
    public void Wake() => _woken.Release();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _woken.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await _woken.WaitAsync(_stop.Token).ConfigureAwait(false);
            while (_client.IsConnected && _tryNext(_stop.Token) is { } trying)
            {
                if (!await trying.ConfigureAwait(false))
                {
                    // A connection that has just failed may not be known to be lost yet.
                    await Task.Delay(BeforeRetry, _stop.Token).ConfigureAwait(false);
                }
            }
        }
    }
}
