using System.Diagnostics;
using Attacks.Wire;

namespace Attacks.Running;

/// <summary>Somebody who talks while others attack: a message every 50 ms, each sent when the one before is acknowledged.</summary>
internal sealed class GoodClient : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ChatClient _client;
    private readonly Task _talking;
    private readonly Lock _lock = new();
    private List<double> _times = [];
    private long? _sentAt;

    private GoodClient(ChatClient client)
    {
        _client = client;
        _talking = TalkAsync();
    }

    /// <summary>Why it cannot go on, if it cannot.</summary>
    public string? Fault => _client.Fault;

    /// <summary>Joins the chat and begins to talk.</summary>
    /// <param name="port">The worker's port.</param>
    /// <param name="after">The id of the last message that it has.</param>
    public static async Task<GoodClient> StartAsync(int port, long after) => new(await ChatClient.OpenAsync(port, after));

    /// <summary>The milliseconds of all acknowledgements since the last call, the one that is waited for included.</summary>
    public List<double> Take()
    {
        lock (_lock)
        {
            var times = _times;
            _times = [];
            if (_sentAt is { } since)
            {
                times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            }
            return times;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
        await _talking;
        _stop.Dispose();
    }

    private async Task TalkAsync()
    {
        try
        {
            while (_client.Fault is null)
            {
                lock (_lock)
                {
                    _sentAt = Stopwatch.GetTimestamp();
                }
                await await _client.SayAsync("hello");
                Acknowledged();
                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client says why.
        }
    }

    private void Acknowledged()
    {
        lock (_lock)
        {
            // Without a connection there was no answer, and it is waited for still.
            if (_client.Fault is null && _sentAt is { } since)
            {
                _times.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                _sentAt = null;
            }
        }
    }
}
