using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EngineIO.Tests;

public sealed class WebSocketOriginTests
{
    private const string Direct = "?EIO=4&transport=websocket";
    private const string Page = "https://example.org";
    private const string Foreign = "https://evil.org";

    [TestCase(Page, true)]
    [TestCase(Foreign, false)]
    [TestCase("http://example.org", false)]
    [TestCase("null", false)]
    [TestCase("OWN", true)]
    [TestCase("OWN:1", false)]
    [TestCase("https://127.0.0.1:PORT", false)]
    [TestCase("http://localhost:PORT", false)]
    [TestCase(null, true)]
    public async Task Opening_CorsListsOrigins_LetsThoseAndItsOwnIn(string? origin, bool allowed)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { Cors = new EngineCorsOptions { Origins = [Page] } });
        origin = origin?.Replace("OWN:1", "http://127.0.0.1:1", StringComparison.Ordinal)
            .Replace("OWN", "http://127.0.0.1:PORT", StringComparison.Ordinal)
            .Replace("PORT", $"{server.Port}", StringComparison.Ordinal);

        Assert.That(await StatusAsync(server, Direct, origin), Is.EqualTo(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
    }

    [TestCase(Page, HttpStatusCode.OK)]
    [TestCase("OWN", HttpStatusCode.OK)]
    [TestCase(Foreign, HttpStatusCode.Forbidden)]
    public async Task Opening_OverHttp2_IsCheckedToo(string origin, HttpStatusCode status)
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { Cors = new EngineCorsOptions { Origins = [Page] } }, protocols: HttpProtocols.Http2);

        Assert.That(await StatusAsync(server, Direct, origin.Replace("OWN", $"http://127.0.0.1:{server.Port}", StringComparison.Ordinal), http2: true), Is.EqualTo(status));
    }

    [Test]
    public async Task Upgrade_ForeignOrigin_IsRefusedAndTheSessionGoesOn()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { Cors = new EngineCorsOptions { Origins = [Page] } });
        var polling = await PollingClient.OpenAsync(server);
        var query = $"{Direct}&sid={polling.Sid}";

        Assert.That(await StatusAsync(server, query, Foreign), Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await StatusAsync(server, query, Page), Is.EqualTo(HttpStatusCode.SwitchingProtocols));
        Assert.That(polling.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Refusal_ForeignOrigin_SaysWhyAndIsReported()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { CheckWebSocketOrigin = true });
        var reported = new TaskCompletionSource<ConnectionErrorEventArgs>();
        server.Engine.OnConnectionError(error => { reported.TrySetResult(error); });
        using var request = new HttpRequestMessage(HttpMethod.Get, Direct);
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Origin", Foreign);
        using var response = await server.Http.SendAsync(request).Within();
        var error = await reported.Task.Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("Origin not allowed"));
        Assert.That((error.Code, error.Message), Is.EqualTo((4, "Forbidden")));
        Assert.That(error.Context["origin"], Is.EqualTo(Foreign));
    }

    // Without anything that says who may come, nobody is turned away, as ever.
    [TestCase(null, false, true)]
    [TestCase(true, false, false)]
    [TestCase(null, true, false)]
    [TestCase(false, true, true)]
    public async Task CheckWebSocketOrigin_Setting_Decides(bool? check, bool cors, bool allowed)
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { CheckWebSocketOrigin = check, Cors = cors ? new EngineCorsOptions() : null });

        Assert.That(await StatusAsync(server, Direct, Foreign), Is.EqualTo(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
    }

    [TestCase("*", Foreign, true)]
    [TestCase("asks", Page, true)]
    [TestCase("asks", Foreign, false)]
    public async Task Cors_EveryKind_IsAsked(string kind, string origin, bool allowed)
    {
        var cors = kind == "*" ? new EngineCorsOptions { Origins = ["*"] } : new EngineCorsOptions { IsOriginAllowed = asked => asked == Page };
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { Cors = cors });

        Assert.That(await StatusAsync(server, Direct, origin), Is.EqualTo(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
    }

    [TestCase("named", Page, true)]
    [TestCase("named", Foreign, false)]
    [TestCase("inline", Page, true)]
    [TestCase("inline", Foreign, false)]
    [TestCase("unknown", Page, false)]
    [TestCase("any", Foreign, true)]
    public async Task RequireCors_PolicyOfTheApplication_DecidesToo(string policy, string origin, bool allowed)
    {
        await using var server = await EngineServer.StartAsync(
            services: services => services.AddCors(cors =>
            {
                cors.AddPolicy("named", named => named.WithOrigins(Page));
                cors.AddPolicy("any", any => any.AllowAnyOrigin());
            }),
            pipeline: app => app.UseCors(),
            endpoint: mapped => _ = policy == "inline"
                ? mapped.RequireCors(inline => inline.WithOrigins(Page)) : mapped.RequireCors(policy));

        Assert.That(await StatusAsync(server, Direct, origin), Is.EqualTo(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
    }

    [TestCase("default", false, Page, true)]
    [TestCase("default", false, Foreign, false)]
    [TestCase("default", false, "OWN", true)]
    [TestCase("default", true, Page, false)]
    [TestCase("pages", false, Page, false)]
    [TestCase("pages", false, Foreign, false)]
    [TestCase("pages", false, "OWN", true)]
    [TestCase("inline", false, Foreign, false)]
    [TestCase("default and pages", false, Page, true)]
    [TestCase("default and pages", false, Foreign, false)]
    [TestCase("none", false, Foreign, true)]
    public async Task UseCors_PolicyOfTheWholeApplication_DecidesWhereItCanBeAsked(string useCors, bool isDisabled, string origin, bool allowed)
    {
        await using var server = await EngineServer.StartAsync(
            services: services => services.AddCors(cors =>
            {
                if (useCors.StartsWith("default", StringComparison.Ordinal))
                {
                    cors.AddDefaultPolicy(pages => pages.WithOrigins(Page));
                }
                cors.AddPolicy("pages", pages => pages.WithOrigins(Page));
            }),
            pipeline: app => _ = useCors switch
            {
                "none" => app,
                "default" => app.UseCors(),
                "inline" => app.UseCors(pages => pages.WithOrigins(Page)),
                // What the middleware goes by cannot be seen: the default policy counts.
                "default and pages" => app.UseCors(pages => pages.WithOrigins(Foreign)),
                _ => app.UseCors(useCors),
            },
            endpoint: mapped => _ = isDisabled ? mapped.WithMetadata(new DisableCorsAttribute()) : mapped);

        Assert.That(
            await StatusAsync(server, Direct, origin.Replace("OWN", $"http://127.0.0.1:{server.Port}", StringComparison.Ordinal)),
            Is.EqualTo(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden));
        var isUnseen = !allowed && useCors is "pages" or "inline";
        Assert.That(server.Logs.Messages.Count(message => message.Contains("UseCors cannot be asked", StringComparison.Ordinal)), Is.EqualTo(isUnseen ? 1 : 0));
        var isByDefault = !allowed && !isDisabled && useCors.StartsWith("default", StringComparison.Ordinal);
        Assert.That(server.Logs.Messages.Count(message => message.Contains("refused by the default CORS policy", StringComparison.Ordinal)), Is.EqualTo(isByDefault ? 1 : 0));
    }

    private static async Task<HttpStatusCode> StatusAsync(EngineServer server, string query, string? origin, bool http2 = false)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }
        if (http2)
        {
            socket.Options.HttpVersion = HttpVersion.Version20;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        try
        {
            await socket.ConnectAsync(WsClient.Address(server, query), invoker, CancellationToken.None).Within();
        }
        catch (WebSocketException)
        {
            // The status says it.
        }
        return socket.HttpStatusCode;
    }
}
