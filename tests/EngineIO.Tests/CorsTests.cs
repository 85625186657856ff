using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EngineIO.Tests;

public sealed class CorsTests
{
    private const string Handshake = "?EIO=4&transport=polling";
    private const string Page = "https://example.org";

    [Test]
    public async Task Preflight_AnyOrigin_IsAnsweredAsByTheReference()
    {
        await using var server = await StartAsync(new EngineCorsOptions { Origins = ["*"] });
        using var response = await SendAsync(server, HttpMethod.Options, Handshake, Page, "x-token");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
        Assert.That(Header(response, "Access-Control-Allow-Methods"), Is.EqualTo("GET,HEAD,PUT,PATCH,POST,DELETE"));
        Assert.That(Header(response, "Access-Control-Allow-Headers"), Is.EqualTo("x-token"));
        Assert.That(Header(response, "Vary"), Is.EqualTo("Access-Control-Request-Headers"));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.Null);
        Assert.That(Header(response, "Access-Control-Max-Age"), Is.Null);
    }

    [Test]
    public async Task Preflight_EverythingSet_SaysIt()
    {
        await using var server = await StartAsync(new EngineCorsOptions
        {
            Origins = ["https://other.org", Page],
            Methods = ["GET", "POST"],
            AllowedHeaders = ["x-one", "x-two"],
            Credentials = true,
            MaxAge = TimeSpan.FromMinutes(10),
        });
        using var response = await SendAsync(server, HttpMethod.Options, Handshake, Page, "x-three");

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(Header(response, "Access-Control-Allow-Methods"), Is.EqualTo("GET,POST"));
        Assert.That(Header(response, "Access-Control-Allow-Headers"), Is.EqualTo("x-one,x-two"));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(Header(response, "Access-Control-Max-Age"), Is.EqualTo("600"));
        Assert.That(Header(response, "Vary"), Is.EqualTo("Origin"));
    }

    [Test]
    public async Task Origin_NoneListed_NoneIsAllowed()
    {
        await using var server = await StartAsync(new EngineCorsOptions());
        using var response = await SendAsync(server, HttpMethod.Options, Handshake, Page);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Null);
    }

    [TestCase("https://evil.org")]
    [TestCase("https://example.org.evil.org")]
    [TestCase("HTTPS://EXAMPLE.ORG")]
    [TestCase(null)]
    public async Task Origin_NotListed_GetsNoPermission(string? origin)
    {
        await using var server = await StartAsync(new EngineCorsOptions { Origins = [Page], Credentials = true });
        using var preflight = await SendAsync(server, HttpMethod.Options, Handshake, origin);
        using var response = await SendAsync(server, HttpMethod.Get, Handshake, origin);

        Assert.That(preflight.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var answer in new[] { preflight, response })
        {
            Assert.That(answer.Headers.Any(header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal)), Is.False);
            Assert.That(Header(answer, "Vary"), Is.EqualTo("Origin"));
        }
    }

    [Test]
    public async Task Origin_AnyWithCredentials_IsEchoedNeverStar()
    {
        await using var server = await StartAsync(new EngineCorsOptions { IsOriginAllowed = _ => true, Credentials = true });
        using var response = await SendAsync(server, HttpMethod.Get, Handshake, Page);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.EqualTo("true"));
        Assert.That(Header(response, "Vary"), Is.EqualTo("Origin"));
    }

    [TestCase("?EIO=4", HttpStatusCode.BadRequest)]
    [TestCase("?EIO=4&transport=polling&sid=unknown", HttpStatusCode.BadRequest)]
    [TestCase("?EIO=4&transport=polling&deny", HttpStatusCode.Forbidden)]
    public async Task Refusal_AllowedOrigin_IsReadableToo(string query, HttpStatusCode status)
    {
        await using var server = await StartAsync(new EngineCorsOptions { Origins = [Page], ExposedHeaders = ["x-a", "x-b"] });
        using var response = await SendAsync(server, HttpMethod.Get, query, Page);

        Assert.That(response.StatusCode, Is.EqualTo(status));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(Header(response, "Access-Control-Expose-Headers"), Is.EqualTo("x-a,x-b"));
        Assert.That(Header(response, "Vary"), Is.EqualTo("Origin"));
    }

    [Test]
    public async Task Session_CrossOrigin_AllResponsesCarryTheOrigin()
    {
        await using var server = await StartAsync(new EngineCorsOptions { IsOriginAllowed = origin => origin.EndsWith(".org", StringComparison.Ordinal) });
        var client = await PollingClient.OpenAsync(server);
        using var post = await SendAsync(server, HttpMethod.Post, client.Query, Page, content: "4hello");
        using var poll = await SendAsync(server, HttpMethod.Get, client.Query, Page);

        Assert.That(Header(post, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(Header(poll, "Access-Control-Allow-Origin"), Is.EqualTo(Page));
        Assert.That(await poll.Content.ReadAsStringAsync().Within(), Is.EqualTo("4hello"));
    }

    [Test]
    public async Task IsOriginAllowed_Throws_LogsAndRefuses()
    {
        await using var server = await StartAsync(new EngineCorsOptions { IsOriginAllowed = _ => throw new InvalidOperationException("broken") });
        server.ExpectsErrors = true;
        using var response = await SendAsync(server, HttpMethod.Get, Handshake, Page);

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Null);
        Assert.That(server.Logs.CountOf(11), Is.EqualTo(1));
    }

    [Test]
    public async Task Request_HeadersThatCannotBeEchoed_AreNot()
    {
        await using var server = await StartAsync(new EngineCorsOptions { IsOriginAllowed = _ => true, Credentials = true });
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var request = "OPTIONS /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
            "Origin: http://\u00e9\r\nAccess-Control-Request-Headers: \u00e9\r\n\r\n";
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request)).Within();
        using var reader = new StreamReader(connection.GetStream(), Encoding.ASCII);
        var response = await reader.ReadToEndAsync().Within();

        Assert.That(response, Does.StartWith("HTTP/1.1 204 "));
        Assert.That(response, Does.Not.Contain("Access-Control"));
    }

    private static Task<EngineServer> StartAsync(EngineCorsOptions cors) => EngineServer.StartAsync(new EngineIOOptions
    {
        Cors = cors,
        AllowRequest = context => ValueTask.FromResult(
            context.Request.Query.ContainsKey("deny") ? AllowRequestResult.Refuse() : AllowRequestResult.Allow),
    });

    private static async Task<HttpResponseMessage> SendAsync(
        EngineServer server, HttpMethod method, string query, string? origin, string? askedHeaders = null, string? content = null)
    {
        using var request = new HttpRequestMessage(method, query);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        if (askedHeaders is not null)
        {
            request.Headers.Add("Access-Control-Request-Headers", askedHeaders);
        }
        request.Content = content is null ? null : new StringContent(content);
        return await server.Http.SendAsync(request).Within();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
