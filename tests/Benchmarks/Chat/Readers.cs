using Benchmarks.Recovery.Figures;
using Chaos.Record;

namespace Benchmarks.Chat;

/// <summary>Some readers, and what became of them together.</summary>
internal sealed class Readers : IAsyncDisposable
{
    private const int AtOnce = 200;
    private const double MicrosecondsPerSecond = 1_000_000;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];
    private readonly Reader?[] _all;
    private int _refused;

    public Readers(int count) => _all = new Reader?[count];

    public IEnumerable<Reader> All => _all.OfType<Reader>();

    /// <summary>How many did not get in.</summary>
    public int Refused => _refused;

    public long Events => All.Sum(reader => reader.Got.Events);

    /// <summary>Connects them, evenly spread over a time, or as fast as it goes.</summary>
    public async Task ConnectAsync(IReadOnlyList<int> ports, Func<int, string> authOf, TimeSpan within)
    {
        var began = Clock.Now;
        using var gate = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(Enumerable.Range(0, _all.Length).Select(async i =>
        {
            var wait = TimeSpan.FromMicroseconds((within.TotalMicroseconds * i / _all.Length) - (Clock.Now - began));
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait).ConfigureAwait(false);
            }
            await gate.WaitAsync().ConfigureAwait(false);
            try
            {
                using var patience = new CancellationTokenSource(ConnectTimeout);
                _all[i] = await Reader.OpenAsync(ports[i % ports.Count], authOf(i), patience.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
            {
                Interlocked.Increment(ref _refused);
                return;
            }
            finally
            {
                gate.Release();
            }
            lock (_running)
            {
                _running.Add(_all[i]!.RunAsync(_stop.Token));
            }
        })).ConfigureAwait(false);
    }

    /// <summary>The times from when each began to connect, in seconds.</summary>
    public Samples Since(Func<Reader, long> when) =>
        new(All.Where(reader => when(reader) > 0).Select(reader => (when(reader) - reader.OpenedAt) / MicrosecondsPerSecond));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var reader in All)
        {
            reader.Dispose();
        }
        _stop.Dispose();
    }
}
