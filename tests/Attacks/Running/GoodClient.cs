using System.Diagnostics;
using Attacks.Wire;

namespace Attacks.Running;

/// <summary>Somebody who talks while others attack: a message every 50 ms, each sent when the one before is acknowledged.</summary>
internal sealed class GoodClient : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly AttackClient _client;
    private readonly Task _talking;
    private readonly Lock _lock = new();
    private List<double> _times = [];
    private TaskCompletionSource? _acknowledged;
    private long _sentAt;

    private GoodClient(AttackClient client)
    {
        _client = client;
        _talking = Task.WhenAll(ReadAsync(), TalkAsync());
    }

    /// <summary>Why it cannot go on, if it cannot.</summary>
    public string? Fault { get; private set; }

    public static async Task<GoodClient> StartAsync(int port)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var client = await AttackClient.OpenAsync(port, patience.Token);
        await client.JoinAsync(patience.Token);
        return new GoodClient(client);
    }

    /// <summary>The milliseconds of all acknowledgements since the last call, the one that is waited for included.</summary>
    public List<double> Take()
    {
        lock (_lock)
        {
            var times = _times;
            _times = [];
            if (_acknowledged is not null)
            {
                times.Add(Stopwatch.GetElapsedTime(_sentAt).TotalMilliseconds);
            }
            return times;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _client.Dispose();
        await _talking;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _client.ReadAsync(_stop.Token) is { } message)
            {
                if (message == "2")
                {
                    await _client.SendAsync("3", _stop.Token);
                }
                else if (message.StartsWith("431[", StringComparison.Ordinal))
                {
                    Acknowledged();
                }
            }
            Fault ??= "the server has ended its connection";
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    private async Task TalkAsync()
    {
        try
        {
            while (true)
            {
                Task acknowledged;
                lock (_lock)
                {
                    _acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    acknowledged = _acknowledged.Task;
                    _sentAt = Stopwatch.GetTimestamp();
                }
                await _client.SendAsync($"421[\"chat message\",\"hello\",\"{Guid.NewGuid()}\"]", _stop.Token);
                await acknowledged.WaitAsync(_stop.Token);
                await Task.Delay(Pause, _stop.Token);
            }
        }
        catch (Exception exception)
        {
            Failed(exception);
        }
    }

    private void Acknowledged()
    {
        lock (_lock)
        {
            _times.Add(Stopwatch.GetElapsedTime(_sentAt).TotalMilliseconds);
            _acknowledged?.TrySetResult();
            _acknowledged = null;
        }
    }

    private void Failed(Exception exception)
    {
        if (!_stop.IsCancellationRequested)
        {
            Fault ??= exception.Message;
        }
    }
}
