namespace Benchmarks.Recovery.Clients;

/// <summary>Sends numbered messages to the room at a fixed rate, each once, and remembers which were acknowledged.</summary>
internal sealed class Publisher(Func<int, LoadClient> sender, int rate)
{
    private readonly Lock _lock = new();
    private readonly List<Task> _asking = [];
    private int _next;

    public HashSet<long> Acknowledged { get; } = [];

    public int Sent => _next;

    /// <summary>Sends until it is told to stop, and then a last one that everybody must get, as often as needed.</summary>
    /// <returns>The last one.</returns>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            _asking.Add(SendAsync(_next++));
        }
        await Task.WhenAll(_asking).ConfigureAwait(false);
        int last;
        while (!await SendAsync(last = _next++).ConfigureAwait(false))
        {
            await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return last;
    }

    private async Task<bool> SendAsync(int number)
    {
        var answer = await sender(number).AskAsync($"[\"publish\",\"{LoadClients.Room}\",{number}]").ConfigureAwait(false);
        if (answer is not { Error: null })
        {
            return false;
        }
        lock (_lock)
        {
            return Acknowledged.Add(number);
        }
    }
}
