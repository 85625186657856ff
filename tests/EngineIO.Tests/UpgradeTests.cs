using System.Net;

namespace EngineIO.Tests;

public sealed class UpgradeTests
{
    [Test]
    public async Task Probe_OpenPoll_IsReleasedWithNoop()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        var before = await polling.StartPollAsync();
        using var client = await WsClient.ProbeAsync(server, polling.Sid);

        Assert.That(await before, Is.EqualTo("6"));
        Assert.That(await polling.PollAsync(), Is.EqualTo("6"), "a poll opened after the probe");
        Assert.That(polling.Session.Socket.IsWritable, Is.False);
    }

    [Test]
    public async Task Probe_PacketOnItsWay_IsNotOvertakenByANoop()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(time: time);
        var polling = await PollingClient.OpenAsync(server);
        var poll = await polling.StartPollAsync();
        using var client = await WsClient.ProbeAsync(server, polling.Sid);

        polling.Session.Socket.Send(OutboundMessage.Text("welcome"));

        Assert.That(await poll, Is.EqualTo("4welcome"));
        var next = polling.PollAsync();
        await Testing.Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return next.IsCompleted;
            },
            "the noop");
        Assert.That(await next, Is.EqualTo("6"));
    }

    [Test]
    public async Task Upgrade_Complete_MovesTheSession()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        Assert.That(polling.Session.Socket.TransportName, Is.EqualTo("polling"));
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);

        await client.SendAsync("4hello");

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
        Assert.That(polling.Session.Socket.TransportName, Is.EqualTo("websocket"));
        Assert.That(await polling.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(server.Engine.ClientsCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Upgrade_QueuedPackets_FollowInOrder()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        var socket = polling.Session.Socket;
        using var client = await WsClient.ProbeAsync(server, polling.Sid);
        var stop = false;
        var sent = 0;
        var sender = Task.Run(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                // The client reads at the end only: without a bound it would count as slow and be cut off.
                if (socket.QueuedBytes < 100_000)
                {
                    socket.Send(OutboundMessage.Text($"{sent++}"));
                }
                Thread.Yield();
            }
        });
        await Testing.Eventually.TrueAsync(() => Volatile.Read(ref sent) > 100, "sending");

        await client.SendAsync("5");

        await Testing.Eventually.TrueAsync(() => socket.TransportName == "websocket", "the upgrade");
        var atUpgrade = Volatile.Read(ref sent);
        await Testing.Eventually.TrueAsync(() => Volatile.Read(ref sent) > atUpgrade + 100, "sending after the upgrade");
        Volatile.Write(ref stop, true);
        await sender.Within();
        for (var i = 0; i < sent; i++)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo($"4{i}"));
        }
    }

    [Test]
    public async Task Upgrade_PostStillHandled_WaitsForIt()
    {
        var release = new TaskCompletionSource();
        await using var server = await EngineServer.StartAsync(
            handler: new TestHandler { Handle = (_, _) => new ValueTask(release.Task) });
        var polling = await PollingClient.OpenAsync(server);
        var post = polling.PostAsync("4first");
        await polling.Session.ReceivedAsync();
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        await client.SendAsync("4second");
        Assert.That(polling.Session.Socket.TransportName, Is.EqualTo("polling"));

        release.SetResult();

        Assert.That(await polling.Session.ReceivedAsync(), Is.EqualTo("second"));
        Assert.That(await post, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Upgrade_SecondWebSocket_IsClosedAndTheFirstWorks()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        using var second = await WsClient.ConnectAsync(server, $"?EIO=4&transport=websocket&sid={polling.Sid}");

        Assert.That(await second.ReadAsync(), Does.StartWith("close:"));
        await client.SendAsync("4hello");
        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
    }

    [Test]
    public async Task Upgrade_NotAllowed_IsClosedAndPollingGoesOn()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowUpgrades = false });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ConnectAsync(server, $"?EIO=4&transport=websocket&sid={polling.Sid}");

        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        await polling.PostAsync("4hello");
        Assert.That(await polling.PollAsync(), Is.EqualTo("4hello"));
    }

    [TestCase("4hello")]
    [TestCase("2")]
    [TestCase("abc")]
    public async Task Probe_UnexpectedPacket_ClosesOnlyTheWebSocket(string packet)
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ConnectAsync(server, $"?EIO=4&transport=websocket&sid={polling.Sid}");

        await client.SendAsync(packet);

        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        Assert.That(polling.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Probe_NotCompleted_TimesOutAndPollingGoesOn()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { UpgradeTimeout = TimeSpan.FromMilliseconds(150) });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ProbeAsync(server, polling.Sid);

        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        polling.Session.Socket.Send(OutboundMessage.Text("still here"));
        Assert.That(await polling.PollAsync(), Is.EqualTo("4still here"));
        await client.CloseAsync();
        using var again = await WsClient.UpgradeAsync(server, polling.Sid);
        await again.SendAsync("4hello");
        Assert.That(await again.ReadAsync(), Is.EqualTo("4hello"));
    }

    [Test]
    public async Task Probe_WebSocketLost_PollingGoesOn()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using (var client = await WsClient.ProbeAsync(server, polling.Sid))
        {
            client.Socket.Abort();
        }
        polling.Session.Socket.Send(OutboundMessage.Text("still here"));

        Assert.That(await polling.PollAsync(), Is.EqualTo("4still here"));
    }

    [Test]
    public async Task Close_WhileUpgrading_IsCompletedOverTheWebSocket()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ProbeAsync(server, polling.Sid);
        polling.Session.Socket.Send(OutboundMessage.Text("bye"));
        polling.Session.Socket.Close();
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.ForcedServerClose));

        await client.SendAsync("5");

        Assert.That(await client.ReadAsync(), Is.EqualTo("4bye"));
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        await client.CloseAsync();
        await Testing.Eventually.TrueAsync(async () => await polling.GetStatusAsync() == HttpStatusCode.BadRequest, "the session's end");
    }

    [Test]
    public async Task Heartbeat_WhileUpgrading_GoesOn()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(300),
            PingTimeout = TimeSpan.FromMilliseconds(200),
        });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ProbeAsync(server, polling.Sid);

        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
    }

    [Test]
    public async Task Heartbeat_AfterTheUpgrade_GoesOn()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { PingInterval = TimeSpan.FromMilliseconds(50), PingTimeout = TimeSpan.FromSeconds(10) });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo("2"));
            await client.SendAsync("3");
        }
        await client.SendAsync("4hello");

        string packet;
        while ((packet = await client.ReadAsync()) == "2")
        {
            await client.SendAsync("3");
        }
        Assert.That(packet, Is.EqualTo("4hello"));
        Assert.That(polling.Session.Socket.IsOpen);
    }
}
