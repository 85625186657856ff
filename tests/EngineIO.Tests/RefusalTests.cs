using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EngineIO.Tests;

public sealed class RefusalTests
{
    [TestCase("GET", "?EIO=4", 0, "Transport unknown")]
    [TestCase("GET", "?EIO=4&transport=abc", 0, "Transport unknown")]
    [TestCase("GET", "?EIO=4&transport=webtransport", 0, "Transport unknown")]
    [TestCase("GET", "?EIO=4&transport=constructor", 0, "Transport unknown")]
    [TestCase("GET", "?EIO=4&transport=__proto__", 0, "Transport unknown")]
    [TestCase("GET", "?EIO=4&transport=polling&sid=unknown", 1, "Session ID unknown")]
    [TestCase("POST", "?EIO=4&transport=polling&sid=unknown", 1, "Session ID unknown")]
    [TestCase("POST", "?EIO=4&transport=polling", 2, "Bad handshake method")]
    [TestCase("PUT", "?EIO=4&transport=polling", 2, "Bad handshake method")]
    [TestCase("OPTIONS", "?EIO=4&transport=polling", 2, "Bad handshake method")]
    [TestCase("GET", "?EIO=4&transport=websocket", 3, "Bad request")]
    [TestCase("GET", "?transport=polling", 5, "Unsupported protocol version")]
    [TestCase("GET", "?EIO=3&transport=polling", 5, "Unsupported protocol version")]
    [TestCase("GET", "?EIO=abc&transport=polling", 5, "Unsupported protocol version")]
    public async Task Request_Faulty_IsRefusedWithCode(string method, string query, int code, string message)
    {
        await using var server = await EngineServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), query);
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo($$"""{"code":{{code}},"message":"{{message}}"}"""));
    }

    [Test]
    public async Task Head_NoSession_IsRefusedWithoutBody()
    {
        await using var server = await EngineServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Head, "?EIO=4&transport=polling");
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase(null, "Forbidden")]
    [TestCase("not \"you\"", "not \\u0022you\\u0022")]
    public async Task AllowRequest_Refuses_Gives403WithItsText(string? text, string message)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            AllowRequest = _ => ValueTask.FromResult(AllowRequestResult.Refuse(text)),
        });
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo($$"""{"code":4,"message":"{{message}}"}"""));
    }

    [Test]
    public async Task AllowRequest_Throws_Gives403AndLogs()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            AllowRequest = _ => throw new InvalidOperationException("broken"),
        });
        server.ExpectsErrors = true;
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(server.Logs.CountOf(10), Is.EqualTo(1));
    }

    [TestCase("?EIO=4&transport=abc", "Transport unknown")]
    [TestCase("?EIO=4&transport=__proto__", "Transport unknown")]
    [TestCase("?EIO=4&transport=websocket&sid=unknown", "Session ID unknown")]
    [TestCase("?EIO=4&transport=polling", "Bad request")]
    [TestCase("?EIO=3&transport=websocket", "Unsupported protocol version")]
    [TestCase("?transport=websocket", "Unsupported protocol version")]
    [TestCase("?EIO=4&transport=websocket&deny", "Forbidden")]
    public async Task WebSocketRequest_Faulty_IsRefusedWithPlainText(string query, string message)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            AllowRequest = context => ValueTask.FromResult(
                context.Request.Query.ContainsKey("deny") ? AllowRequestResult.Refuse() : AllowRequestResult.Allow),
        });

        var response = await UpgradeRequestAsync(server, query, "dGhlIHNhbXBsZSBub25jZQ==", "13");

        Assert.That(response, Does.StartWith("HTTP/1.1 400 "));
        Assert.That(response, Does.Contain("Connection: close\r\n"));
        Assert.That(response, Does.Contain("Content-Type: text/html\r\n"));
        Assert.That(response, Does.EndWith("\r\n\r\n" + message));
    }

    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "8")]
    [TestCase("dGhlIHNhbXBsZQ==", "13")]
    [TestCase("************************", "13")]
    public async Task WebSocketRequest_BadHandshake_IsRefused(string key, string version)
    {
        await using var server = await EngineServer.StartAsync();

        Assert.That(await UpgradeRequestAsync(server, "?EIO=4&transport=websocket", key, version), Does.EndWith("Bad request"));
    }

    [Test]
    public async Task Transports_WebSocketOnly_PollingIsUnknown()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { Transports = EngineTransports.WebSocket });
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        using var client = await WsClient.OpenAsync(server);

        Assert.That(await response.Content.ReadAsStringAsync().Within(), Does.Contain("\"code\":0"));
        Assert.That(client.Sid, Is.Not.Empty);
    }

    [TestCase("PUT")]
    [TestCase("DELETE")]
    public async Task Session_OtherMethod_Gives500WithoutBody(string method)
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using var request = new HttpRequestMessage(new HttpMethod(method), client.Query);
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.Empty);
        Assert.That(client.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Session_WrongTransport_GivesBadRequest()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var webSocket = await WsClient.OpenAsync(server);
        using var first = await server.Http.GetAsync($"?EIO=4&transport=websocket&sid={polling.Sid}").Within();
        using var second = await server.Http.GetAsync($"?EIO=4&transport=polling&sid={webSocket.Sid}").Within();

        Assert.That(await first.Content.ReadAsStringAsync().Within(), Does.Contain("\"code\":3"));
        Assert.That(await second.Content.ReadAsStringAsync().Within(), Does.Contain("\"code\":3"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task WebSocketRequest_WithABody_DoesNoHarm(bool isUpgrade)
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        var query = "?EIO=4&transport=websocket" + (isUpgrade ? $"&sid={polling.Sid}" : "");
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync("127.0.0.1", server.Port).Within();
            var request = $"GET /engine.io/{query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: DXR4dX615eRds8nRmlhqtw==\r\nContent-Length: 4\r\n\r\ntest";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
            Assert.That(await connection.GetStream().ReadAsync(new byte[12]).Within(), Is.Positive);
        }
        using var client = await WsClient.OpenAsync(server);

        await client.SendAsync("4hello");
        await polling.PostAsync("4hello");
        var polled = await polling.PollAsync();
        while (polled == "6")
        {
            // The server has not noticed the end of the upgrade yet.
            polled = await polling.PollAsync();
        }

        Assert.That(await client.ReadAsync(), Is.EqualTo("4hello"));
        Assert.That(polled, Is.EqualTo("4hello"));
    }

    private static async Task<string> UpgradeRequestAsync(EngineServer server, string query, string key, string version)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = $"GET /engine.io/{query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Version: {version}\r\nSec-WebSocket-Key: {key}\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        return await reader.ReadToEndAsync().Within();
    }
}
