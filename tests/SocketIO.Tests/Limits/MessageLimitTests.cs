using Microsoft.Extensions.DependencyInjection;
using SocketIO.Diagnostics;
using SocketIO.Limits;

namespace SocketIO.Tests.Limits;

/// <summary>How fast one connection is read.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MessageLimitTests
{
    private readonly SteppingTime _time = new();
    private int _handled;

    [Test]
    public async Task Messages_BeyondTheBurst_AreReadAsFastAsTheRate()
    {
        await using var server = await StartAsync(limits => (limits.MessageBurst, limits.MessagesPerSecond) = (4, 0.5));
        server.Io.Of((_, _) => true);
        using var client = await RawClient.ConnectAsync(server);
        using var other = await RawClient.ConnectAsync(server);

        for (var i = 0; i < 7; i++)
        {
            await client.SendAsync("42[\"e\"]");
        }

        // CONNECT is a message, too; the one that is too many is taken, and the next one waits for it.
        for (var handled = 4; handled < 7; handled++)
        {
            await HeldBackAsync(handled);
            Assert.That(await other.JoinAsync($"/{handled}"), Is.Not.Empty, "nobody else waits");
            _time.Advance(TimeSpan.FromSeconds(2));
        }
        await Eventually.TrueAsync(() => Volatile.Read(ref _handled) == 7, "the last one");
    }

    [Test]
    public async Task Bytes_BeyondTheBurst_AreReadAsFastAsTheRate()
    {
        await using var server = await StartAsync(limits => (limits.ByteBurst, limits.BytesPerSecond) = (10_000, 1_000));
        using var client = await RawClient.ConnectAsync(server);
        var message = $"42[\"e\",\"{new string('x', 5_000)}\"]";

        for (var i = 0; i < 4; i++)
        {
            await client.SendAsync(message);
        }

        // The third is too much; it is taken, and the fourth waits for it.
        await HeldBackAsync(3);
        _time.Advance(TimeSpan.FromSeconds(6));
        await Eventually.TrueAsync(() => Volatile.Read(ref _handled) == 4, "the last one");
    }

    [Test]
    public async Task Connection_ThatEndsInItsPause_KeepsNobodyWaiting()
    {
        await using var server = await StartAsync(limits => (limits.MessageBurst, limits.MessagesPerSecond) = (1, 0.1));
        using var client = await RawClient.ConnectAsync(server);
        await client.SendAsync("42[\"e\"]");
        await HeldBackAsync(1);

        server.Io.DisconnectSockets(close: true);

        await Eventually.TrueAsync(() => _time.PendingOnce == 0, "the end of the pause");
    }

    [Test]
    public async Task LogShare_Beyond_WaitsUntilAsMuchIsOld()
    {
        var options = new ConnectionStateRecoveryOptions { MaxClientBytes = 1_000, MaxDisconnectionDuration = TimeSpan.FromSeconds(10) };
        var share = new LogShare(options, new SocketIOMetrics(meters: null), new Pause(_time), _time);

        share.Count(1_000);
        Assert.That(share.WaitAsync().AsTask().IsCompleted, "within the share");
        share.Count(500);
        var wait = share.WaitAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.That(wait.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await wait.Within();

        share.Count(400);
        var next = share.WaitAsync().AsTask();
        Assert.That(next.IsCompleted, Is.False, "what was paid for is not paid twice");
        _time.Advance(TimeSpan.FromSeconds(60));
        await next.Within();
        Assert.That(share.WaitAsync().AsTask().IsCompleted, "all has grown old");
    }

    private async Task HeldBackAsync(int handled)
    {
        await Eventually.TrueAsync(() => _time.PendingOnce == 1, "the client is held back");
        await Eventually.TrueAsync(() => Volatile.Read(ref _handled) == handled, $"{handled} were taken");
    }

    private Task<SocketServer> StartAsync(Action<SocketIOLimits> limit) => SocketServer.StartAsync(
        socket => socket.OnAny(_ => { Interlocked.Increment(ref _handled); }),
        options => limit(options.Limits),
        services => services.AddSingleton<TimeProvider>(_time));
}
