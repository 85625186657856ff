using System.Collections.Concurrent;
using System.Text;

namespace EngineIO.Tests;

public sealed class EngineSocketEventsTests
{
    private readonly ConcurrentQueue<string> _seen = new();

    [SetUp]
    public void Forget() => _seen.Clear();

    [Test]
    public async Task PacketReceived_EveryPacket_IsToldBeforeItIsHandled()
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler
        {
            Opened = socket => socket.Events.OnPacketReceived(packet => Note("received", packet)),
            Handle = (_, message) =>
            {
                _seen.Enqueue("handled");
                return ValueTask.CompletedTask;
            },
        });
        var client = await PollingClient.OpenAsync(server);
        await client.PostAsync("4hello\u001e3\u001ebAQI=");

        Assert.That(_seen, Is.EqualTo(["received message hello", "handled", "received pong ", "received message 0102", "handled"]));
    }

    [Test]
    public async Task PacketSending_EveryPacket_IsToldWhileTheSessionIsOpen()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { PingInterval = TimeSpan.FromMilliseconds(100), PingTimeout = TimeSpan.FromSeconds(10) },
            new TestHandler { Opened = socket => socket.Events.OnPacketSending(packet => Note("sending", packet)) });
        using var client = await WsClient.OpenAsync(server);
        var socket = server.Handler[client.Sid].Socket;
        Assert.That(await client.ReadAsync(), Is.EqualTo("2"));

        socket.Send([OutboundMessage.Text("hello"), OutboundMessage.Binary([1, 2])]);
        socket.Close();
        socket.Send(OutboundMessage.Text("too late"));

        Assert.That(_seen, Is.EqualTo(["sending ping ", "sending message hello", "sending message 0102"]));
    }

    [Test]
    public async Task PacketSending_PongOfVersion3_IsTold()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { AllowEIO3 = true },
            new TestHandler { Opened = socket => socket.Events.OnPacketSending(packet => Note("sending", packet)) });
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        await client.PostAsync("1:2");

        Assert.That(await client.PollAsync(), Is.EqualTo("1:3"));
        Assert.That(_seen, Is.EqualTo(["sending pong "]));
    }

    [Test]
    public async Task Upgraded_SessionMoves_IsToldOnce()
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler
        {
            Opened = socket => socket.Events.OnUpgraded(() => _seen.Enqueue(socket.TransportName)),
        });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        await client.SendAsync("4hello");
        await client.ReadAsync();

        Assert.That(_seen, Is.EqualTo(["websocket"]));
    }

    [Test]
    public async Task Handler_Throws_IsLoggedAndThePacketIsHandled()
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler
        {
            Opened = socket => socket.Events.OnPacketReceived(_ => throw new InvalidOperationException("broken")),
        });
        server.ExpectsErrors = true;
        using var client = await WsClient.OpenAsync(server);
        await client.SendAsync("4hello");

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
        Assert.That(server.Logs.CountOf(11), Is.EqualTo(1));
    }

    [Test]
    public async Task Handler_AsynchronousThatFailsLater_IsLoggedAndTheSessionGoesOn()
    {
        var release = new TaskCompletionSource();
        await using var server = await EngineServer.StartAsync(handler: new TestHandler
        {
            Opened = socket =>
            {
                // An async lambda: bound to a form that is awaited, or its exception would end the process.
                socket.Events.OnPacketReceived(async packet =>
                {
                    Note("received", packet);
                    await release.Task;
                    throw new InvalidOperationException("received");
                });
                socket.Events.OnPacketSending(async packet =>
                {
                    await release.Task;
                    throw new InvalidOperationException("sending");
                });
                socket.Events.OnUpgraded(async () =>
                {
                    await release.Task;
                    throw new InvalidOperationException("upgraded");
                });
                socket.Events.OnPacketReceived(Task (packet) => throw new InvalidOperationException("a task's"));
            },
        });
        server.ExpectsErrors = true;
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        await client.SendAsync("4hello");

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"), "nothing waits for the handlers");
        Assert.That(_seen, Is.EqualTo(["received message hello"]));
        Assert.That(server.Logs.Errors.Count(), Is.EqualTo(1));
        release.SetResult();
        foreach (var failed in new[] { "received", "sending", "upgraded" })
        {
            await Testing.Eventually.TrueAsync(() => server.Logs.Errors.Any(error => error.Contains($": {failed}", StringComparison.Ordinal)), failed);
        }
    }

    private void Note(string what, EnginePacketInfo packet) => _seen.Enqueue(
        $"{what} {packet.Type} {(packet.IsBinary ? Convert.ToHexString(packet.Data.Span) : Encoding.UTF8.GetString(packet.Data.Span))}");
}
