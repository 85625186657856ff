using System.Net;
using System.Text.Json;

namespace EngineIO.Tests;

public sealed class HandshakeTests
{
    private static readonly string[] Keys = ["sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload"];

    [TestCase("")]
    [TestCase("/")]
    public async Task Polling_Get_AnswersOpenPacket(string slash)
    {
        await using var server = await EngineServer.StartAsync();
        using var response = await server.Http.GetAsync($"/engine.io{slash}?EIO=4&transport=polling").Within();
        var body = await response.Content.ReadAsStringAsync().Within();
        using var open = JsonDocument.Parse(body[1..]);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; charset=UTF-8"));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(body.Length));
        Assert.That(body[0], Is.EqualTo('0'));
        Assert.That(open.RootElement.EnumerateObject().Select(key => key.Name), Is.EqualTo(Keys));
        Assert.That(open.RootElement.GetProperty("sid").GetString(), Has.Length.EqualTo(20));
        Assert.That(open.RootElement.GetProperty("upgrades").ToString(), Is.EqualTo("""["websocket"]"""));
        Assert.That(open.RootElement.GetProperty("pingInterval").GetInt32(), Is.EqualTo(25000));
        Assert.That(open.RootElement.GetProperty("pingTimeout").GetInt32(), Is.EqualTo(20000));
        Assert.That(open.RootElement.GetProperty("maxPayload").GetInt32(), Is.EqualTo(1_000_000));
        Assert.That(server.Engine.ClientsCount, Is.EqualTo(1));
    }

    [Test]
    public async Task WebSocket_Connect_SendsOpenPacketWithoutUpgrades()
    {
        await using var server = await EngineServer.StartAsync();
        using var client = await WsClient.ConnectAsync(server, "?EIO=4&transport=websocket");
        var packet = await client.ReadAsync();
        using var open = JsonDocument.Parse(packet[1..]);

        Assert.That(packet[0], Is.EqualTo('0'));
        Assert.That(open.RootElement.EnumerateObject().Select(key => key.Name), Is.EqualTo(Keys));
        Assert.That(open.RootElement.GetProperty("upgrades").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task Polling_OptionsSet_AreInTheOpenPacket()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            PingInterval = TimeSpan.FromMilliseconds(123),
            PingTimeout = TimeSpan.FromMilliseconds(456),
            MaxHttpBufferSize = 789,
        });

        Assert.That(
            await server.Http.GetStringAsync("?EIO=4&transport=polling").Within(),
            Does.EndWith("\"pingInterval\":123,\"pingTimeout\":456,\"maxPayload\":789}"));
    }

    [TestCase(false, EngineTransports.Polling | EngineTransports.WebSocket)]
    [TestCase(true, EngineTransports.Polling)]
    public async Task Polling_NoUpgradePossible_OffersNone(bool allowUpgrades, EngineTransports transports)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowUpgrades = allowUpgrades, Transports = transports });

        Assert.That(await server.Http.GetStringAsync("?EIO=4&transport=polling").Within(), Does.Contain("\"upgrades\":[]"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task OnOpen_SendsAtOnce_FollowsOpenPacket(bool webSocket)
    {
        await using var server = await EngineServer.StartAsync(handler: new TestHandler { Opened = socket => socket.Send(OutboundMessage.Text("hi")) });
        if (webSocket)
        {
            using var client = await WsClient.OpenAsync(server);
            Assert.That(await client.ReadAsync(), Is.EqualTo("4hi"));
            return;
        }
        var polling = await PollingClient.OpenAsync(server);
        Assert.That(await polling.PollAsync(), Is.EqualTo("4hi"));
    }

    [Test]
    public async Task Handshake_Request_IsCopied()
    {
        await using var server = await EngineServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "?EIO=4&transport=polling&name=a%20b");
        request.Headers.Add("Origin", "http://example.org");
        request.Headers.Add("X-Many", ["1", "2"]);
        using var response = await server.Http.SendAsync(request).Within();
        var body = await response.Content.ReadAsStringAsync().Within();
        using var open = JsonDocument.Parse(body[1..]);
        var handshake = server.Handler[open.RootElement.GetProperty("sid").GetString()!].Socket.Handshake;

        Assert.That(handshake.Headers["x-many"], Is.EqualTo("1, 2"));
        Assert.That(handshake.Query["name"], Is.EqualTo("a b"));
        Assert.That(handshake.Url, Is.EqualTo("/engine.io/?EIO=4&transport=polling&name=a%20b"));
        Assert.That(handshake.RemoteAddress, Is.EqualTo("127.0.0.1"));
        Assert.That(handshake.CrossDomain);
        Assert.That(handshake.Secure, Is.False);
        Assert.That(handshake.User.Identity?.IsAuthenticated, Is.False);
        Assert.That(handshake.IssuedAt, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task AllowRequest_ExistingSession_IsNotAsked()
    {
        var asked = 0;
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            AllowRequest = async _ =>
            {
                await Task.Yield();
                Interlocked.Increment(ref asked);
                return AllowRequestResult.Allow;
            },
        });
        var client = await PollingClient.OpenAsync(server);
        await client.PostAsync("4hello");

        Assert.That(await client.PollAsync(), Is.EqualTo("4hello"));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public async Task OnOpen_Throws_RefusesTheSession()
    {
        await using var server = await EngineServer.StartAsync(
            handler: new TestHandler { Opened = _ => throw new InvalidOperationException("no") });
        server.ExpectsErrors = true;
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(server.Engine.ClientsCount, Is.Zero);
        Assert.That(server.Logs.CountOf(9), Is.EqualTo(1));
    }
}
