using System.Net;
using System.Net.WebSockets;

namespace EngineIO.Tests;

/// <summary>Ids that the application makes.</summary>
public sealed class SessionIdTests
{
    private const string Refusal = """{"code":3,"message":"Bad request"}""";

    [Test]
    public async Task GenerateId_Polling_OpensTheSessionWithIt()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            GenerateId = async context =>
            {
                await Task.Yield();
                return "my-id_1.~" + context.Request.Query["EIO"];
            },
        });
        var client = await PollingClient.OpenAsync(server);
        server.Handler["my-id_1.~4"].Socket.Send(OutboundMessage.Text("hi"));

        Assert.That(client.Sid, Is.EqualTo("my-id_1.~4"));
        Assert.That(await client.PollAsync(), Is.EqualTo("4hi"));
    }

    [Test]
    public async Task GenerateId_WebSocketAndUpgrade_AskOncePerSession()
    {
        var asked = 0;
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            GenerateId = _ => ValueTask.FromResult($"id{Interlocked.Increment(ref asked)}"),
        });
        using var direct = await WsClient.OpenAsync(server);
        var polling = await PollingClient.OpenAsync(server);
        using var upgraded = await WsClient.UpgradeAsync(server, polling.Sid);

        Assert.That(server.Handler["id1"].Socket.TransportName, Is.EqualTo("websocket"));
        Assert.That(polling.Sid, Is.EqualTo("id2"));
        Assert.That(asked, Is.EqualTo(2));
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("a b")]
    [TestCase("a/b")]
    [TestCase("a&b")]
    [TestCase("é")]
    [TestCase("a\r\nSet-Cookie: x")]
    public async Task GenerateId_Unusable_IsRefusedAndLogged(string? id)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { GenerateId = _ => ValueTask.FromResult(id!) });
        server.ExpectsErrors = true;
        var reported = new List<object?>();
        server.Engine.OnConnectionError(error => reported.Add(error.Context["name"]));

        Assert.That(await HandshakeAsync(server), Is.EqualTo(Refusal));
        Assert.That(reported, Is.EqualTo(["ID_GENERATION_ERROR"]));
        Assert.That(server.Logs.CountOf(13), Is.EqualTo(1));
        Assert.That(server.Engine.ClientsCount, Is.Zero);
    }

    [TestCase(256, true)]
    [TestCase(257, false)]
    public async Task GenerateId_Length_IsBounded(int length, bool allowed)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { GenerateId = _ => ValueTask.FromResult(new string('a', length)) });
        server.ExpectsErrors = !allowed;

        Assert.That(await HandshakeAsync(server), allowed ? Does.StartWith("0{") : Is.EqualTo(Refusal));
    }

    [Test]
    public async Task GenerateId_Throws_IsRefusedAndLogged()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { GenerateId = _ => throw new InvalidOperationException("broken") });
        server.ExpectsErrors = true;

        Assert.That(await HandshakeAsync(server), Is.EqualTo(Refusal));
        Assert.That(server.Logs.CountOf(12), Is.EqualTo(1));
    }

    [Test]
    public async Task GenerateId_OfAnOpenSession_IsRefusedAndLeavesThatAlone()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { GenerateId = _ => ValueTask.FromResult("same") });
        server.ExpectsErrors = true;
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await HandshakeAsync(server), Is.EqualTo(Refusal));
        Assert.That(await OpenWebSocketAsync(server), Does.Contain("400"));

        Assert.That(server.Logs.CountOf(13), Is.EqualTo(2));
        await client.PostAsync("4hello");
        Assert.That(await client.PollAsync(), Is.EqualTo("4hello"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task GenerateId_SameForTwoAtOnce_OpensOneSession(bool webSocket)
    {
        var both = new TaskCompletionSource();
        var asked = 0;
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            GenerateId = async _ =>
            {
                if (Interlocked.Increment(ref asked) == 2)
                {
                    both.SetResult();
                }
                await both.Task;
                return "same";
            },
        });
        server.ExpectsErrors = true;

        var answers = await Task.WhenAll(OpenAsync(), OpenAsync()).Within();

        Assert.That(answers.Count(answer => answer.StartsWith("0{\"sid\":\"same\"", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(server.Engine.ClientsCount, Is.EqualTo(1));
        Assert.That(server.Logs.CountOf(13), Is.EqualTo(1));
        using var known = await server.Http.PostAsync("?EIO=4&transport=polling&sid=same", new StringContent("4hello")).Within();
        Assert.That(await known.Content.ReadAsStringAsync().Within(), Is.EqualTo(webSocket ? Refusal : "ok"), "the other one is still known");

        async Task<string> OpenAsync() => webSocket ? await OpenWebSocketAsync(server) : await HandshakeAsync(server);
    }

    private static async Task<string> HandshakeAsync(EngineServer server)
    {
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        var body = await response.Content.ReadAsStringAsync().Within();
        Assert.That(response.StatusCode, Is.EqualTo(body == Refusal ? HttpStatusCode.BadRequest : HttpStatusCode.OK));
        return body;
    }

    /// <summary>What the client reads first, or why it got nothing; a session stays open.</summary>
    private static async Task<string> OpenWebSocketAsync(EngineServer server)
    {
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/engine.io/?EIO=4&transport=websocket"), CancellationToken.None).Within();
            var buffer = new byte[1024];
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None).Within();
            return System.Text.Encoding.UTF8.GetString(buffer, 0, result.Count);
        }
        catch (WebSocketException exception)
        {
            socket.Dispose();
            return exception.Message;
        }
    }
}
