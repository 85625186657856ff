using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace EngineIO.Tests;

public sealed class HookTests
{
    private static EngineIOOptions WithHeaders() => new()
    {
        InitialHeaders = (_, headers) => Append(headers, "X-Initial", "1"),
        Headers = (context, headers) => Append(headers, "X-Every", context.Request.Method),
    };

    [Test]
    public async Task Headers_Polling_AreOnHandshakePollAndPost()
    {
        await using var server = await EngineServer.StartAsync(WithHeaders());
        using var handshake = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        var client = await PollingClient.OpenAsync(server);
        using var content = new StringContent("4hello");
        using var post = await server.Http.PostAsync(client.Query, content).Within();
        using var poll = await client.GetAsync();
        using var refusal = await server.Http.GetAsync("?EIO=4").Within();

        Assert.That(handshake.Headers.GetValues("X-Initial"), Is.EqualTo(new[] { "1" }));
        Assert.That(handshake.Headers.GetValues("X-Every"), Is.EqualTo(new[] { "GET" }));
        Assert.That(post.Headers.GetValues("X-Every"), Is.EqualTo(new[] { "POST" }));
        Assert.That(poll.Headers.GetValues("X-Every"), Is.EqualTo(new[] { "GET" }));
        Assert.That(post.Headers.Contains("X-Initial") || poll.Headers.Contains("X-Initial"), Is.False);
        Assert.That(refusal.Headers.Contains("X-Every"), Is.False);
    }

    [Test]
    public async Task Headers_WebSocket_AreOnThe101()
    {
        await using var server = await EngineServer.StartAsync(WithHeaders());
        var polling = await PollingClient.OpenAsync(server);
        using var direct = await WsClient.OpenAsync(server);
        using var upgraded = await WsClient.UpgradeAsync(server, polling.Sid);

        Assert.That(direct.Socket.HttpResponseHeaders!["X-Initial"], Is.EqualTo(new[] { "1" }));
        Assert.That(direct.Socket.HttpResponseHeaders["X-Every"], Is.EqualTo(new[] { "GET" }));
        Assert.That(upgraded.Socket.HttpResponseHeaders!.ContainsKey("X-Initial"), Is.False);
        Assert.That(upgraded.Socket.HttpResponseHeaders["X-Every"], Is.EqualTo(new[] { "GET" }));
    }

    [Test]
    public async Task Headers_SeveralCookies_StaySeparate()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            InitialHeaders = (_, headers) => Append(headers, "Set-Cookie", "1=1; Max-Age=86400", "2=2; Path=/; HttpOnly"),
        });
        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();

        Assert.That(response.Headers.GetValues("Set-Cookie"), Is.EqualTo(new[] { "1=1; Max-Age=86400", "2=2; Path=/; HttpOnly" }));
    }

    [Test]
    public async Task Headers_Throws_LogsAndAnswers()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { Headers = (_, _) => throw new InvalidOperationException("broken") });
        server.ExpectsErrors = true;
        var client = await PollingClient.OpenAsync(server);

        Assert.That(client.Sid, Is.Not.Empty);
        Assert.That(server.Logs.CountOf(11), Is.EqualTo(1));
    }

    [Test]
    public async Task Headers_Asynchronous_IsAwaitedBeforeTheResponse()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            InitialHeaders = async (_, headers) =>
            {
                await Task.Yield();
                headers.Append("X-Order", "initial");
            },
            Headers = async (_, headers) =>
            {
                await Task.Yield();
                headers.Append("X-Order", "every");
            },
        });
        using var handshake = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        using var webSocket = await WsClient.OpenAsync(server);

        Assert.That(handshake.Headers.GetValues("X-Order"), Is.EqualTo(["initial", "every"]));
        Assert.That(string.Join(", ", webSocket.Socket.HttpResponseHeaders!["X-Order"]), Is.EqualTo("initial, every"));
    }

    [Test]
    public async Task Headers_FailsAfterAnAwait_LogsOnceAndAnswers()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions
        {
            Headers = async (_, _) =>
            {
                await Task.Yield();
                throw new InvalidOperationException("broken");
            },
        });
        server.ExpectsErrors = true;
        var client = await PollingClient.OpenAsync(server);

        Assert.That(client.Sid, Is.Not.Empty);
        Assert.That(server.Logs.Errors.Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task OnConnectionError_Asynchronous_IsAwaitedBeforeTheRefusal()
    {
        await using var server = await EngineServer.StartAsync();
        server.ExpectsErrors = true;
        server.Engine.OnConnectionError(async error =>
        {
            await Task.Yield();
            error.HttpContext.Response.Headers.Append("X-Seen", error.Message);
            throw new InvalidOperationException("broken");
        });
        using var response = await server.Http.GetAsync("?EIO=4").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(response.Headers.GetValues("X-Seen"), Is.EqualTo(["Transport unknown"]));
        Assert.That(server.Logs.Errors.Count(), Is.EqualTo(1));
    }

    [TestCase("GET", "?EIO=4&transport=tele", 0, "Transport unknown", "transport=tele")]
    [TestCase("GET", "?EIO=4&transport=polling&sid=none", 1, "Session ID unknown", "sid=none")]
    [TestCase("PUT", "?EIO=4&transport=polling", 2, "Bad handshake method", "method=PUT")]
    [TestCase("GET", "?EIO=4&transport=websocket", 3, "Bad request", "name=TRANSPORT_HANDSHAKE_ERROR")]
    [TestCase("GET", "?EIO=4&transport=polling&deny", 4, "Forbidden", "message=no entry")]
    [TestCase("GET", "?EIO=3&transport=polling", 5, "Unsupported protocol version", "protocol=3")]
    public async Task ConnectionError_Refusal_SaysWhat(string method, string query, int code, string message, string about)
    {
        var options = new EngineIOOptions
        {
            AllowRequest = context => ValueTask.FromResult(
                context.Request.Query.ContainsKey("deny") ? AllowRequestResult.Refuse("no entry") : AllowRequestResult.Allow),
        };
        await using var server = await EngineServer.StartAsync(options);
        var errors = Collect(server);
        using var request = new HttpRequestMessage(new HttpMethod(method), query);
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(errors, Is.EqualTo(new[] { $"{method} {code} {message}: {about}" }));
    }

    [Test]
    public async Task ConnectionError_WrongTransport_NamesBoth()
    {
        await using var server = await EngineServer.StartAsync();
        var errors = Collect(server);
        using var client = await WsClient.OpenAsync(server);
        using var response = await server.Http.GetAsync($"?EIO=4&transport=polling&sid={client.Sid}").Within();

        Assert.That(errors, Is.EqualTo(new[]
        {
            "GET 3 Bad request: name=TRANSPORT_MISMATCH, transport=polling, previousTransport=websocket",
        }));
    }

    [Test]
    public async Task ConnectionError_ControlCharacterInOrigin_IsInvalidOrigin()
    {
        await using var server = await EngineServer.StartAsync();
        var errors = Collect(server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "?EIO=4&transport=polling");
        request.Headers.TryAddWithoutValidation("Origin", "http://a\u0001b");
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(errors.Single(), Does.StartWith("GET 3 Bad request: name=INVALID_ORIGIN"));
    }

    [Test]
    public async Task ConnectionError_ListenerThrows_LogsAndRefuses()
    {
        await using var server = await EngineServer.StartAsync();
        server.ExpectsErrors = true;
        server.Engine.OnConnectionError(_ => throw new InvalidOperationException("broken"));
        using var response = await server.Http.GetAsync("?EIO=4").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(server.Logs.CountOf(11), Is.EqualTo(1));
    }

    private static ConcurrentQueue<string> Collect(EngineServer server)
    {
        var errors = new ConcurrentQueue<string>();
        server.Engine.OnConnectionError(error => errors.Enqueue(
            $"{error.HttpContext.Request.Method} {error.Code} {error.Message}: " +
            string.Join(", ", error.Context.Select(pair => $"{pair.Key}={pair.Value}"))));
        return errors;
    }

    private static ValueTask Append(IHeaderDictionary headers, string name, params string[] values)
    {
        headers.Append(name, values);
        return ValueTask.CompletedTask;
    }
}
