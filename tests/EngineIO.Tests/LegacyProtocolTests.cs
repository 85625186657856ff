using System.Net;
using System.Net.WebSockets;

namespace EngineIO.Tests;

public sealed class LegacyProtocolTests
{
    [TestCase("EIO=3")]
    [TestCase("EIO=abc")]
    [TestCase("")]
    public async Task Handshake_Allowed_IsTextualPayloadOfVersion3(string version)
    {
        await using var server = await StartAsync();
        using var response = await server.Http.GetAsync($"?{version}&transport=polling").Within();
        var body = await response.Content.ReadAsStringAsync().Within();

        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/plain"));
        Assert.That(body, Does.Match($"^{body.Length - body.IndexOf(':', StringComparison.Ordinal) - 1}:0.\"sid\":"));
    }

    [Test]
    public async Task Protocol_OfASession_IsWhatItsHandshakeAsked()
    {
        await using var server = await StartAsync();
        var old = await PollingClient.OpenAsync(server, protocol: 3);
        var current = await PollingClient.OpenAsync(server);

        Assert.That(old.Session.Socket.Protocol, Is.EqualTo(3));
        Assert.That(current.Session.Socket.Protocol, Is.EqualTo(4));
    }

    [Test]
    public async Task Polling_TextAndBinaryWithBase64_StayText()
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3, "&b64=1");
        await client.PostAsync("6:4hello10:b4AQIDBA==");

        Assert.That(await client.PollAsync(), Is.EqualTo("6:4hello10:b4AQIDBA=="));
    }

    [Test]
    public async Task Polling_BinaryCapable_SendsBinaryOnlyWhenItHasTo()
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        await client.PostAsync("6:4hello");
        using var text = await client.GetAsync();
        await client.PostBinaryAsync(Convert.FromHexString("0006FF3468656C6C6F0105FF0401020304"));
        using var binary = await client.GetAsync();

        Assert.That(await text.Content.ReadAsStringAsync().Within(), Is.EqualTo("6:4hello"));
        Assert.That(binary.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/octet-stream"));
        Assert.That(
            Convert.ToHexString(await binary.Content.ReadAsByteArrayAsync().Within()),
            Is.EqualTo("0006FF3468656C6C6F0105FF0401020304"));
    }

    [Test]
    public async Task Polling_Ping_IsAnswered()
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        await client.PostAsync("1:26:2probe");

        Assert.That(await client.PollAsync(), Is.EqualTo("1:36:3probe"));
    }

    [TestCase("abc")]
    [TestCase("6:4hell")]
    public async Task Polling_Malformed_ClosesWithParseError(string body)
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        await client.PostAsync(body);

        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.ParseError));
    }

    [Test]
    public async Task Polling_Pong_ClosesWithTransportError()
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        await client.PostAsync("1:3");

        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Polling_Close_AnswersThePollWithNoop()
    {
        await using var server = await StartAsync();
        var client = await PollingClient.OpenAsync(server, protocol: 3);
        var poll = await client.StartPollAsync();
        await client.PostAsync("1:1");

        Assert.That(await poll, Is.EqualTo("1:6"));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportClose));
    }

    [Test]
    public async Task Heartbeat_NoPing_ClosesWithPingTimeout()
    {
        await using var server = await StartAsync(TimeSpan.FromMilliseconds(100));
        var client = await PollingClient.OpenAsync(server, protocol: 3);

        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
    }

    [Test]
    public async Task WebSocket_Messages_CarryTheTypeInBinaryFrames()
    {
        await using var server = await StartAsync();
        using var client = await WsClient.ConnectAsync(server, "?EIO=3&transport=websocket");
        Assert.That(await client.ReadAsync(), Does.StartWith("0{"));
        await client.SendAsync("4hello");
        await client.SendAsync([4, 1, 2, 3]);
        await client.SendAsync("b4AQID");
        await client.SendAsync("2");

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:04010203"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:04010203"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("3"));
    }

    [Test]
    public async Task WebSocket_Base64_GetsNoBinaryFrames()
    {
        await using var server = await StartAsync();
        using var client = await WsClient.ConnectAsync(server, "?EIO=3&transport=websocket&b64=1");
        await client.ReadAsync();
        await client.SendAsync([4, 1, 2, 3]);

        Assert.That(await client.ReadAsync(), Is.EqualTo("b4AQID"));
    }

    [TestCase(new byte[0])]
    [TestCase(new byte[] { 3, 1 })]
    public async Task WebSocket_BinaryOfUnknownType_Closes(byte[] data)
    {
        await using var server = await StartAsync();
        using var client = await WsClient.ConnectAsync(server, "?EIO=3&transport=websocket");
        await client.ReadAsync();
        await client.SendAsync(data, WebSocketMessageType.Binary);

        Assert.That(await client.ReadAsync(), Does.StartWith("close:"));
    }

    [Test]
    public async Task Upgrade_Version3_MovesTheSession()
    {
        await using var server = await StartAsync();
        var polling = await PollingClient.OpenAsync(server, protocol: 3);
        using var client = await WsClient.ConnectAsync(server, $"?EIO=3&transport=websocket&sid={polling.Sid}");
        await client.SendAsync("2probe");
        var probed = await client.ReadAsync();
        var released = await polling.PollAsync();
        await client.SendAsync("5");
        await client.SendAsync([4, 1, 2, 3]);

        Assert.That(probed, Is.EqualTo("3probe"));
        Assert.That(released, Is.EqualTo("1:6"));
        Assert.That(await client.ReadAsync(), Is.EqualTo("hex:04010203"));
    }

    [TestCase(3, 4)]
    [TestCase(4, 3)]
    public async Task Session_RequestOfOtherVersion_IsProtocolMismatch(int opened, int asked)
    {
        await using var server = await StartAsync();
        var context = new TaskCompletionSource<IReadOnlyDictionary<string, object?>>();
        server.Engine.OnConnectionError(error => { context.TrySetResult(error.Context); });
        var client = await PollingClient.OpenAsync(server, opened);
        using var response = await server.Http.GetAsync($"?EIO={asked}&transport=polling&sid={client.Sid}").Within();
        var about = await context.Task.Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(about["name"], Is.EqualTo("PROTOCOL_MISMATCH"));
        Assert.That(about["protocol"], Is.EqualTo(asked));
        Assert.That(about["previousProtocol"], Is.EqualTo(opened));
        Assert.That(client.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Broadcast_BothVersions_SharesTheMessage()
    {
        await using var server = await StartAsync();
        var old = await PollingClient.OpenAsync(server, protocol: 3);
        var current = await PollingClient.OpenAsync(server);
        var message = OutboundMessage.Binary([1, 2, 3, 4]);
        old.Session.Socket.Send(message);
        current.Session.Socket.Send(message);

        using var response = await old.GetAsync();
        Assert.That(Convert.ToHexString(await response.Content.ReadAsByteArrayAsync().Within()), Is.EqualTo("0105FF0401020304"));
        Assert.That(await current.PollAsync(), Is.EqualTo("bAQIDBA=="));
    }

    private static Task<EngineServer> StartAsync(TimeSpan? heartbeat = null)
    {
        var options = new EngineIOOptions { AllowEIO3 = true };
        if (heartbeat is { } time)
        {
            options.PingInterval = time;
            options.PingTimeout = time;
        }
        return EngineServer.StartAsync(options);
    }
}
