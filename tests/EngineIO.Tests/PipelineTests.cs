using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Tests;

/// <summary>The application's own middlewares and routes beside the endpoint.</summary>
public sealed class PipelineTests
{
    private const string Handshake = "?EIO=4&transport=polling";

    [Test]
    public async Task Middleware_SetsHeaders_TheyAreOnEveryAnswer()
    {
        await using var server = await EngineServer.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            context.Response.Headers["X-Frame-Options"] = "DENY";
            context.Response.Cookies.Append("session", "1");
            return next();
        }));
        using var polling = await server.Http.GetAsync(Handshake).Within();
        using var webSocket = await WsClient.OpenAsync(server);

        Assert.That(polling.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(polling.Headers.GetValues("X-Frame-Options"), Is.EqualTo(["DENY"]));
        Assert.That(polling.Headers.GetValues("Set-Cookie").Single(), Does.StartWith("session=1"));
        Assert.That(webSocket.Socket.HttpResponseHeaders!["X-Frame-Options"], Is.EqualTo(["DENY"]));
        Assert.That(webSocket.Socket.HttpResponseHeaders["Set-Cookie"].Single(), Does.StartWith("session=1"));
    }

    [Test]
    public async Task Middlewares_Several_RunInOrder()
    {
        var order = new List<int>();
        await using var server = await EngineServer.StartAsync(pipeline: app =>
        {
            for (var i = 1; i <= 3; i++)
            {
                var number = i;
                app.Use((_, next) =>
                {
                    order.Add(number);
                    return next();
                });
            }
        });

        Assert.That(await server.Http.GetStringAsync(Handshake).Within(), Does.StartWith("0{"));
        Assert.That(order, Is.EqualTo([1, 2, 3]));
    }

    [TestCase(false, HttpStatusCode.ServiceUnavailable)]
    [TestCase(true, HttpStatusCode.InternalServerError)]
    public async Task Middleware_EndsTheRequest_NoSessionIsOpened(bool throws, HttpStatusCode status)
    {
        await using var server = await EngineServer.StartAsync(pipeline: app => app.Use((HttpContext context, RequestDelegate _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return throws ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        }));
        server.ExpectsErrors = throws;
        using var polling = await server.Http.GetAsync(Handshake).Within();

        Assert.That(polling.StatusCode, Is.EqualTo(status));
        Assert.That(async () => await WsClient.OpenAsync(server), Throws.InstanceOf<WebSocketException>());
        Assert.That(server.Engine.ClientsCount, Is.Zero);
    }

    [Test]
    public async Task Middleware_BeforeTheEndpoint_LimitsHoldAllTheSame()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { MaxHttpBufferSize = 5 }, pipeline: app => app.Use((_, next) => next()));
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await client.PostAsync("4too long"), Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task Routes_OfTheApplication_AreServedBeside()
    {
        await using var server = await EngineServer.StartAsync(pipeline: app =>
        {
            app.UseWebSockets();
            app.MapGet("/own", () => "mine");
            app.Map("/own/socket", EchoOnceAsync);
        });
        using var engine = await WsClient.OpenAsync(server);
        using var own = new ClientWebSocket();
        await own.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/own/socket"), CancellationToken.None).Within();
        await own.SendAsync("x"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None).Within();
        var buffer = new byte[10];
        var echo = await own.ReceiveAsync(buffer, CancellationToken.None).Within();
        await engine.SendAsync("4hello");

        Assert.That(await server.Http.GetStringAsync("/own").Within(), Is.EqualTo("mine"));
        Assert.That(Encoding.UTF8.GetString(buffer, 0, echo.Count), Is.EqualTo("x"));
        Assert.That(await engine.ReadAsync(), Is.EqualTo("4hello"));
    }

    [TestCase("/")]
    [TestCase("/engine.io/?EIO=4&transport=websocket")]
    public async Task Upgrade_ToAnotherProtocol_IsAnsweredAndEnds(string path)
    {
        await using var server = await EngineServer.StartAsync();
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: IRC/6.9\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request)).Within();
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);

        Assert.That(await reader.ReadToEndAsync().Within(), Does.Match("^HTTP/1.1 40[04] "));
    }

    private static async Task EchoOnceAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[10];
        var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, true, context.RequestAborted);
    }
}
