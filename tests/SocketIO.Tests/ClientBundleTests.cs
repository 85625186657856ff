using System.IO.Compression;
using System.Net;
using EngineIO;

namespace SocketIO.Tests;

public sealed class ClientBundleTests
{
    private SocketServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await SocketServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("socket.io.js", "application/javascript; charset=utf-8")]
    [TestCase("socket.io.min.js", "application/javascript; charset=utf-8")]
    [TestCase("socket.io.esm.min.js", "application/javascript; charset=utf-8")]
    [TestCase("socket.io.msgpack.min.js", "application/javascript; charset=utf-8")]
    [TestCase("socket.io.js.map", "application/json; charset=utf-8")]
    [TestCase("socket.io.min.js.map", "application/json; charset=utf-8")]
    [TestCase("socket.io.esm.min.js.map", "application/json; charset=utf-8")]
    [TestCase("socket.io.msgpack.min.js.map", "application/json; charset=utf-8")]
    public async Task Get_File_IsServedWithItsHeaders(string name, string contentType)
    {
        using var response = await GetAsync(name);
        var body = await response.Content.ReadAsByteArrayAsync().Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo(contentType));
        Assert.That(response.Headers.CacheControl?.ToString(), Is.EqualTo("public, max-age=0"));
        Assert.That(response.Headers.ETag?.ToString(), Does.Match("^\"4\\.\\d+\\.\\d+\"$"));
        Assert.That(response.Headers.Vary, Is.EqualTo(["Accept-Encoding"]));
        Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(body.Length).And.GreaterThan(10_000));
    }

    [Test]
    public async Task Get_Script_IsTheClientOfTheETagsVersion()
    {
        using var response = await GetAsync("socket.io.js?v=1");
        var text = await response.Content.ReadAsStringAsync().Within();

        Assert.That(text, Does.StartWith($"/*!\n * Socket.IO v{response.Headers.ETag!.Tag.Trim('"')}\n"));
    }

    [TestCase("br", "br")]
    [TestCase("gzip", "gzip")]
    [TestCase("deflate", "deflate")]
    [TestCase("gzip, deflate, br", "br")]
    [TestCase("deflate, gzip", "gzip")]
    [TestCase("GZIP;q=0.5", "gzip")]
    [TestCase("br;q=0, gzip", "gzip")]
    [TestCase("zstd", null)]
    [TestCase("identity", null)]
    public async Task Get_WithAcceptEncoding_IsCompressed(string accepted, string? encoding)
    {
        using var plain = await GetAsync("socket.io.min.js");
        using var response = await GetAsync("socket.io.min.js", accepted);
        var body = await response.Content.ReadAsByteArrayAsync().Within();

        Assert.That(response.Content.Headers.ContentEncoding, encoding is null ? Is.Empty : Is.EqualTo([encoding]));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(body.Length));
        Assert.That(Decompress(body, encoding), Is.EqualTo(await plain.Content.ReadAsByteArrayAsync().Within()));
    }

    [TestCase("{0}")]
    [TestCase("W/{0}")]
    [TestCase("\"other\", {0}")]
    public async Task Get_KnownETag_NotModified(string header)
    {
        using var first = await GetAsync("socket.io.js");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/socket.io.js");
        request.Headers.TryAddWithoutValidation("If-None-Match", string.Format(null, header, first.Headers.ETag));

        using var response = await _server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(response.Headers.ETag, Is.EqualTo(first.Headers.ETag));
        Assert.That(await response.Content.ReadAsByteArrayAsync().Within(), Is.Empty);
    }

    [Test]
    public async Task Get_OtherETag_IsServed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/socket.io.js");
        request.Headers.TryAddWithoutValidation("If-None-Match", "\"1.0.0\"");

        using var response = await _server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Head_File_HasTheHeadersAlone()
    {
        using var get = await GetAsync("socket.io.js");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/socket.io/socket.io.js");

        using var response = await _server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(get.Content.Headers.ContentLength));
        Assert.That(await response.Content.ReadAsByteArrayAsync().Within(), Is.Empty);
    }

    [TestCase("GET", "unknown.js")]
    [TestCase("GET", "package.json")]
    [TestCase("GET", "SOCKET.IO.JS")]
    [TestCase("GET", "socket.io.js/")]
    [TestCase("POST", "socket.io.js")]
    public async Task Request_ForNoFile_FallsToTheEngine(string method, string name)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/socket.io/" + name);
        using var response = await _server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("""{"code":0,"message":"Transport unknown"}"""));
    }

    [Test]
    public async Task Get_ServeClientOff_FallsToTheEngine()
    {
        await using var server = await SocketServer.StartAsync(configure: options => options.ServeClient = false);

        using var response = await server.Http.GetAsync("/socket.io/socket.io.js").Within();

        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("""{"code":0,"message":"Transport unknown"}"""));
    }

    [TestCase("https://example.org", "https://example.org")]
    [TestCase("https://evil.org", null)]
    [TestCase(null, null)]
    public async Task Get_CorsForAnOrigin_AllowsThatOne(string? origin, string? allowed)
    {
        await using var server = await SocketServer.StartAsync(configure: options =>
            options.Engine.Cors = new EngineCorsOptions { Origins = ["https://example.org"], Credentials = true, ExposedHeaders = ["x-any"] });
        using var response = await SendAsync(server, HttpMethod.Get, origin);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo(allowed));
        Assert.That(Header(response, "Access-Control-Allow-Credentials"), Is.EqualTo(allowed is null ? null : "true"));
        Assert.That(Header(response, "Access-Control-Expose-Headers"), Is.EqualTo(allowed is null ? null : "x-any"));
        Assert.That(response.Headers.Vary, Is.EqualTo(["Origin", "Accept-Encoding"]));
    }

    [Test]
    public async Task Get_CorsForAnyOrigin_IsSaidToBeAllowedAlsoWhenNotModified()
    {
        await using var server = await SocketServer.StartAsync(configure: options => options.Engine.Cors = new EngineCorsOptions { Origins = ["*"] });
        using var response = await SendAsync(server, HttpMethod.Get, "https://example.org");
        using var again = await SendAsync(server, HttpMethod.Get, "https://example.org", response.Headers.ETag!.ToString());

        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
        Assert.That(Header(again, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    [Test]
    public async Task Options_Cors_IsAnsweredAsAPreflight()
    {
        await using var server = await SocketServer.StartAsync(configure: options => options.Engine.Cors = new EngineCorsOptions { Origins = ["*"] });
        using var response = await SendAsync(server, HttpMethod.Options, "https://example.org");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.EqualTo("*"));
        Assert.That(Header(response, "Access-Control-Allow-Methods"), Is.EqualTo("GET,HEAD,PUT,PATCH,POST,DELETE"));
    }

    [Test]
    public async Task Get_WithoutCors_SaysNothingOfOrigins()
    {
        using var response = await SendAsync(_server, HttpMethod.Get, "https://example.org");

        Assert.That(Header(response, "Access-Control-Allow-Origin"), Is.Null);
    }

    private static async Task<HttpResponseMessage> SendAsync(SocketServer server, HttpMethod method, string? origin, string tag = "")
    {
        using var request = new HttpRequestMessage(method, "/socket.io/socket.io.js");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }
        return await server.Http.SendAsync(request).Within();
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private async Task<HttpResponseMessage> GetAsync(string name, string accepted = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/" + name);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await _server.Http.SendAsync(request).Within();
    }

    private static byte[] Decompress(byte[] body, string? encoding)
    {
        using var source = new MemoryStream(body);
        using Stream reader = encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => source,
        };
        using var target = new MemoryStream();
        reader.CopyTo(target);
        return target.ToArray();
    }
}
