using System.Diagnostics;

namespace Cluster.Tests.Support;

/// <summary>Asks a worker all the time, each time over a new connection, and notes for how long it did not answer.</summary>
public sealed class ServiceProbe : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _answers;
    private int _failures;
    private TimeSpan _longest;

    public ServiceProbe(string url) => _running = Task.Run(() => RunAsync(url));

    /// <summary>The longest time between the last answer before a failure and the first one after it.</summary>
    public TimeSpan LongestGap => _longest;

    /// <inheritdoc/>
    public override string ToString() => $"{_answers} answers, {_failures} failures, longest gap {_longest.TotalMilliseconds:0} ms";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(string url)
    {
        using var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero };
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5) };
        var lastAnswer = Stopwatch.GetTimestamp();
        var failed = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(url);
                answer.EnsureSuccessStatusCode();
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                failed = true;
                _failures++;
                continue;
            }
            var now = Stopwatch.GetTimestamp();
            if (failed)
            {
                var gap = Stopwatch.GetElapsedTime(lastAnswer, now);
                _longest = gap > _longest ? gap : _longest;
                failed = false;
            }
            lastAnswer = now;
            _answers++;
            await Task.Delay(Pause);
        }
    }
}
