using System.Net;
using System.Net.WebSockets;

namespace EngineIO.Tests;

public sealed class ClosingTests
{
    [Test]
    public async Task Close_WebSocket_FlushesFirst()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);
        var session = server.Handler[client.Sid];
        for (var i = 0; i < 100; i++)
        {
            session.Socket.Send(OutboundMessage.Text($"{i}"));
        }

        session.Socket.Close();
        session.Socket.Send(OutboundMessage.Text("too late"));

        for (var i = 0; i < 100; i++)
        {
            Assert.That(await client.ReadAsync(), Is.EqualTo($"4{i}"));
        }
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        await client.CloseAsync();
        Assert.That(await session.ClosedAsync(), Is.EqualTo(CloseReason.ForcedServerClose));
        Assert.That(session.Closes, Is.EqualTo(1));
    }

    [Test]
    public async Task Close_PollOpen_AnswersItWithClose()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var poll = await client.StartPollAsync();

        client.Session.Socket.Close(CloseReason.ForcedClose);

        Assert.That(await poll, Is.EqualTo("1"));
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.ForcedClose));
    }

    [Test]
    public async Task Close_NoPollOpen_TellsTheNextOne()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text("bye"));
        client.Session.Socket.Close();

        Assert.That(server.Engine.ClientsCount, Is.Zero);
        Assert.That(await client.PostAsync("4ignored"), Is.EqualTo(HttpStatusCode.OK));
        // Not both in one payload: see PollingTransport.TakeFor.
        Assert.That(await client.PollAsync(), Is.EqualTo("4bye"));
        Assert.That(await client.PollAsync(), Is.EqualTo("1"));
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Close_NobodyPollsAgain_IsForgottenAfterTheTimeout()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(time: time);
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Close();

        time.Advance(TimeSpan.FromSeconds(31));

        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Close_WebSocketNeverAnswers_IsCut()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(time: time);
        using var client = await WsClient.OpenAsync(server);
        server.Handler[client.Sid].Socket.Close();
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));

        time.Advance(TimeSpan.FromSeconds(6));

        // An orderly shutdown finds no session left that it would have to wait for.
        await Testing.Eventually.TrueAsync(() => server.Engine.CloseAsync(CancellationToken.None).IsCompleted, "the end of the connection");
    }

    [Test]
    public async Task Close_InsideOnOpen_IsHeardOfOnce()
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler { Opened = socket => socket.Close() });
        using var client = await WsClient.OpenAsync(server);

        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.ForcedServerClose));
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        Assert.That(server.Handler[client.Sid].Closes, Is.EqualTo(1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task OnMessage_Throws_ClosesTheSessionAndLogs(bool atOnce)
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler
        {
            Handle = async (_, _) =>
            {
                if (!atOnce)
                {
                    await Task.Yield();
                }
                throw new InvalidOperationException("broken");
            },
        });
        server.ExpectsErrors = true;
        using var client = await WsClient.OpenAsync(server);

        await client.SendAsync("4a");

        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.ForcedServerClose));
        Assert.That(server.Logs.CountOf(7), Is.EqualTo(1));
    }

    [Test]
    public async Task CloseAsync_OpenSessions_AreToldAndNewOnesRefused()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);
        var polling = await PollingClient.OpenAsync(server);
        var poll = await polling.StartPollAsync();

        var closing = server.Engine.CloseAsync(CancellationToken.None);

        Assert.That(await poll, Is.EqualTo("1"));
        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
        await client.CloseAsync();
        await closing.Within();
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.ServerShuttingDown));
        Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.ServerShuttingDown));
        Assert.That(server.Engine.ClientsCount, Is.Zero);
        using var refused = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(async () => await WsClient.OpenAsync(server), Throws.InstanceOf<WebSocketException>());
    }

    [Test]
    public async Task CloseAsync_Cancelled_CutsWhatIsLeft()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.OpenAsync(server);
        var polling = await PollingClient.OpenAsync(server);

        await server.Engine.CloseAsync(new CancellationToken(canceled: true)).Within();

        Assert.That(await polling.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await ReadOrLoseAsync(client), Does.StartWith("close:"));
    }

    [Test]
    public async Task DrainAsync_Window_ClosesOneAfterTheOther()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(time: time);
        var clients = new List<WsClient>();
        for (var i = 0; i < 4; i++)
        {
            clients.Add(await WsClient.OpenAsync(server));
        }

        var draining = server.Engine.DrainAsync(TimeSpan.FromSeconds(8), CancellationToken.None);

        Assert.That(server.Engine.ClientsCount, Is.EqualTo(3), "the first goes at once");
        for (var left = 2; left >= 0; left--)
        {
            time.Advance(TimeSpan.FromSeconds(1.9));
            Assert.That(server.Engine.ClientsCount, Is.EqualTo(left + 1), "not before its time");
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Testing.Eventually.TrueAsync(() => server.Engine.ClientsCount == left, "the next close");
        }
        await draining.Within();
        foreach (var client in clients)
        {
            Assert.That(await server.Handler[client.Sid].ClosedAsync(), Is.EqualTo(CloseReason.ServerShuttingDown));
            client.Dispose();
        }
    }

    [Test]
    public async Task DrainAsync_ServerIsClosedMeanwhile_EndsWithIt()
    {
        await using var server = await EngineServer.StartAsync();
        using var first = await WsClient.OpenAsync(server);
        using var second = await WsClient.OpenAsync(server);
        var draining = server.Engine.DrainAsync(TimeSpan.FromMinutes(10), CancellationToken.None);

        await server.Engine.CloseAsync(new CancellationToken(canceled: true)).Within();

        await draining.Within();
        Assert.That(server.Engine.ClientsCount, Is.Zero);
    }

    [Test]
    public async Task DrainAsync_ClientsOfKeptConnections_ComeBackByNewOnes()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var poll = client.GetAsync();
        await Testing.Eventually.TrueAsync(() => client.Session.Socket.IsWritable, "the open poll");

        await server.Engine.DrainAsync(TimeSpan.Zero, CancellationToken.None).Within();

        using var told = await poll.Within();
        Assert.That(await told.Content.ReadAsStringAsync(), Is.EqualTo("1"));
        Assert.That(told.Headers.ConnectionClose, Is.True);
        using var refused = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        Assert.That((refused.StatusCode, refused.Headers.ConnectionClose), Is.EqualTo((HttpStatusCode.ServiceUnavailable, (bool?)true)));
        using var unknown = await client.GetAsync();
        Assert.That((unknown.StatusCode, unknown.Headers.ConnectionClose), Is.EqualTo((HttpStatusCode.BadRequest, (bool?)true)));
    }

    private static async Task<string> ReadOrLoseAsync(WsClient client)
    {
        try
        {
            return await client.ReadAsync();
        }
        catch (WebSocketException)
        {
            return "close:lost";
        }
    }

    [TestCase(CloseReason.TransportClose, ExpectedResult = "transport close")]
    [TestCase(CloseReason.TransportError, ExpectedResult = "transport error")]
    [TestCase(CloseReason.PingTimeout, ExpectedResult = "ping timeout")]
    [TestCase(CloseReason.ParseError, ExpectedResult = "parse error")]
    [TestCase(CloseReason.ForcedClose, ExpectedResult = "forced close")]
    [TestCase(CloseReason.ForcedServerClose, ExpectedResult = "forced server close")]
    [TestCase(CloseReason.ServerShuttingDown, ExpectedResult = "server shutting down")]
    public string ToWireName_Reason_IsTheReferences(CloseReason reason) => reason.ToWireName();
}
