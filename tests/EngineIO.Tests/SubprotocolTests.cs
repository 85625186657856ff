using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EngineIO.Tests;

public sealed class SubprotocolTests
{
    private const string Direct = "?EIO=4&transport=websocket";

    [Test]
    public async Task Opening_Offered_NamesTheFirst([Values] bool http2)
    {
        await using var server = await EngineServer.StartAsync(protocols: http2 ? HttpProtocols.Http2 : HttpProtocols.Http1);
        using var client = await ConnectAsync(server, Direct, http2, "one", "two");

        Assert.That(client.SubProtocol, Is.EqualTo("one"));
    }

    [Test]
    public async Task Opening_NoneOffered_NamesNone()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { SelectSubprotocol = (_, _) => "one" });
        using var client = await ConnectAsync(server, Direct, http2: false);

        Assert.That(client.SubProtocol, Is.Null);
    }

    [Test]
    public async Task Upgrade_Offered_NamesTheFirst()
    {
        await using var server = await EngineServer.StartAsync();
        var polling = await PollingClient.OpenAsync(server);
        using var client = await ConnectAsync(server, $"{Direct}&sid={polling.Sid}", http2: false, "one", "two");

        Assert.That(client.SubProtocol, Is.EqualTo("one"));
    }

    [Test]
    public async Task Upgrade_TurnedAway_NamesTheFirstToo()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { AllowUpgrades = false });
        var polling = await PollingClient.OpenAsync(server);
        using var client = await ConnectAsync(server, $"{Direct}&sid={polling.Sid}", http2: false, "one");
        var received = await client.ReceiveAsync(new byte[10], CancellationToken.None).Within();

        Assert.That(client.SubProtocol, Is.EqualTo("one"));
        Assert.That(received.MessageType, Is.EqualTo(WebSocketMessageType.Close));
    }

    [Test]
    public async Task SelectSubprotocol_Chooses_NamesThat()
    {
        IReadOnlyList<string>? offered = null;
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            SelectSubprotocol = (context, names) =>
            {
                offered = names;
                return context.Request.Query["wanted"];
            },
        });
        using var client = await ConnectAsync(server, Direct + "&wanted=two", http2: false, "one", "two");

        Assert.That(client.SubProtocol, Is.EqualTo("two"));
        Assert.That(offered, Is.EqualTo(["one", "two"]));
    }

    [Test]
    public async Task SelectSubprotocol_Null_NamesNone()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { SelectSubprotocol = (_, _) => null });

        Assert.That(await AnswerAsync(server, "Sec-WebSocket-Protocol: one\r\n"), Does.Not.Contain("Sec-WebSocket-Protocol"));
    }

    [TestCase(false, "SelectSubprotocol chose \"ONE\"")]
    [TestCase(true, "A hook of the application failed")]
    public async Task SelectSubprotocol_Faulty_LogsAndNamesNone(bool throws, string logged)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            SelectSubprotocol = (_, _) => throws ? throw new InvalidOperationException("broken") : "ONE",
        });
        server.ExpectsErrors = true;

        Assert.That(await AnswerAsync(server, "Sec-WebSocket-Protocol: one\r\n"), Does.StartWith("HTTP/1.1 101 ").And.Not.Contain("Sec-WebSocket-Protocol"));
        Assert.That(server.Logs.Errors.Single(), Does.StartWith(logged));
    }

    [TestCase("Sec-WebSocket-Protocol: , ,a b,\"c\",two , three\r\n", "two")]
    [TestCase("Sec-WebSocket-Protocol: (x)\r\nSec-WebSocket-Protocol: two, three\r\n", "two")]
    public async Task Offer_OfSeveralLinesAndNoTokens_CountsTokensOnly(string headers, string named)
    {
        await using var server = await EngineServer.StartAsync();

        Assert.That(await AnswerAsync(server, headers), Does.Contain($"Sec-WebSocket-Protocol: {named}\r\n"));
    }

    [Test]
    public async Task Offer_WithoutAnyToken_NamesNone()
    {
        await using var server = await EngineServer.StartAsync();

        Assert.That(await AnswerAsync(server, "Sec-WebSocket-Protocol: (x)\r\n"), Does.StartWith("HTTP/1.1 101 ").And.Not.Contain("Sec-WebSocket-Protocol"));
    }

    private static async Task<ClientWebSocket> ConnectAsync(EngineServer server, string query, bool http2, params string[] offered)
    {
        var client = new ClientWebSocket();
        foreach (var name in offered)
        {
            client.Options.AddSubProtocol(name);
        }
        if (http2)
        {
            client.Options.HttpVersion = System.Net.HttpVersion.Version20;
            client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler(), disposeHandler: false);
        await client.ConnectAsync(WsClient.Address(server, query), invoker, CancellationToken.None).Within();
        return client;
    }

    /// <summary>The head of the answer to a handshake with these headers.</summary>
    private static async Task<string> AnswerAsync(EngineServer server, string headers)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = $"GET /engine.io/{Direct} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync().Within() is { Length: > 0 } line)
        {
            head.Append(line).Append("\r\n");
        }
        return head.ToString();
    }
}
