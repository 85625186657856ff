using System.Net;
using System.Threading.Tasks.Sources;

namespace EngineIO.Tests;

public sealed class HeartbeatTests
{
    private static EngineIOOptions Fast => new()
    {
        PingInterval = TimeSpan.FromMilliseconds(300),
        PingTimeout = TimeSpan.FromMilliseconds(200),
    };

    [Test]
    public async Task Polling_Pongs_KeepTheSession()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(Fast, time: time);
        var client = await PollingClient.OpenAsync(server);
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(300));
            Assert.That(await client.PollAsync(), Is.EqualTo("2"));
            time.Advance(TimeSpan.FromMilliseconds(199));
            Assert.That(await client.PostAsync("3"), Is.EqualTo(HttpStatusCode.OK));
        }
        Assert.That(client.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Polling_NoPong_IsClosedAtTheDeadline()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(Fast, time: time);
        var client = await PollingClient.OpenAsync(server);

        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.That(client.Session.Socket.IsOpen);
        time.Jump(TimeSpan.FromMilliseconds(1));

        // Before the scan has come by: the request itself looks at the clock.
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
    }

    [Test]
    public async Task WebSocket_NoPong_IsClosed()
    {
        await using var server = await EngineServer.StartAsync(Fast);
        using var client = await WsClient.OpenAsync(server);

        Assert.That(await client.ReadAsync(), Is.EqualTo("2"));
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
    }

    [Test]
    public async Task WebSocket_OtherPacketWhilePongIsDue_MovesTheDeadline()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(Fast, time: time);
        using var client = await WsClient.OpenAsync(server);
        time.Advance(TimeSpan.FromMilliseconds(400));
        Assert.That(await client.ReadAsync(), Is.EqualTo("2"));
        await client.SendAsync("4a");
        Assert.That(await client.ReadAsync(), Is.EqualTo("4a"));

        time.Advance(TimeSpan.FromMilliseconds(199));
        Assert.That(server.Handler[client.Sid].Socket.IsOpen);
        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.That(server.Handler[client.Sid].Socket.IsOpen, Is.False);
    }

    [Test]
    public async Task Ping_BehindManyMessages_DoesNotEndTheSession()
    {
        const int count = 100;
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { PingInterval = TimeSpan.FromMilliseconds(50), PingTimeout = TimeSpan.FromSeconds(10) });
        using var client = await WsClient.OpenAsync(server);
        var socket = server.Handler[client.Sid].Socket;
        for (var i = 0; i < count; i++)
        {
            socket.Send(OutboundMessage.Text(new string('a', 65_535) + i));
        }

        var pings = 0;
        for (var messages = 0; messages < count || pings < 3;)
        {
            var packet = await client.ReadAsync();
            if (packet == "2")
            {
                pings++;
                await client.SendAsync("3");
            }
            else
            {
                Assert.That(packet[65_536..], Is.EqualTo($"{messages++}"));
            }
        }

        Assert.That(socket.IsOpen);
    }

    [Test]
    public async Task Handler_Blocked_SuspendsTheDeadline()
    {
        var blocked = new BlockedHandler();
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(
            Fast, new TestHandler { Handle = (_, message) => message.Data.Length == 1 ? blocked.Task : default }, time);
        using var client = await WsClient.OpenAsync(server);
        var session = server.Handler[client.Sid];
        await client.SendAsync("4a");
        await session.ReceivedAsync();
        await blocked.Awaited.Within();
        await client.SendAsync("4second");
        await client.SendAsync("3");

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.That(session.Socket.IsOpen);
        blocked.Release();
        Assert.That(await session.ReceivedAsync(), Is.EqualTo("second"));
        Assert.That(session.Socket.IsOpen);
    }

    [Test]
    public async Task Process_StoodStill_ClientsAreForgiven()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(time: time);
        using var client = await WsClient.OpenAsync(server);
        time.Advance(TimeSpan.FromSeconds(26));
        Assert.That(await client.ReadAsync(), Is.EqualTo("2"));

        time.Jump(TimeSpan.FromMinutes(10));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(server.Handler[client.Sid].Socket.IsOpen);

        time.Advance(TimeSpan.FromSeconds(21));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
    }

    /// <summary>A handler that does not end, and knows when it is waited for: until then the deadline is not suspended.</summary>
    private sealed class BlockedHandler : IValueTaskSource
    {
        private readonly TaskCompletionSource _awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

        public ValueTask Task => new(this, _core.Version);

        public Task Awaited => _awaited.Task;

        public void Release() => _core.SetResult(true);

        public void GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        {
            _core.OnCompleted(continuation, state, token, flags);
            _awaited.TrySetResult();
        }
    }
}
