using System.IO.Compression;
using System.Text;

namespace EngineIO.Tests;

public sealed class HttpCompressionTests
{
    [TestCase("gzip", "gzip")]
    [TestCase("deflate", "deflate")]
    [TestCase("deflate, gzip", "gzip")]
    [TestCase("gzip;q=0.5, deflate", "deflate")]
    [TestCase("*", "gzip")]
    [TestCase("gzip;q=0, *", "deflate")]
    [TestCase("br", null)]
    [TestCase("gzip;q=0", null)]
    [TestCase("gzip;;q=x", null)]
    [TestCase("", null)]
    public async Task Poll_LargePayload_IsEncodedAsTheClientLikes(string accept, string? encoding)
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var text = new string('x', 100_000);
        client.Session.Socket.Send([OutboundMessage.Text(text), OutboundMessage.Binary([1, 2, 3])]);

        using var response = await PollAsync(server, client, accept);
        var body = await response.Content.ReadAsByteArrayAsync().Within();

        Assert.That(response.Content.Headers.ContentEncoding.SingleOrDefault(), Is.EqualTo(encoding));
        Assert.That(Decode(body, encoding), Is.EqualTo($"4{text}\u001ebAQID"));
        Assert.That(body, encoding is null ? Has.Length.GreaterThan(100_000) : Has.Length.LessThan(2_000));
    }

    [TestCase(1022, false)]
    [TestCase(1023, true)]
    public async Task Poll_PayloadAtThreshold_IsEncodedFromThere(int length, bool encoded)
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text(new string('x', length)));
        using var response = await PollAsync(server, client, "gzip");

        Assert.That(response.Content.Headers.ContentEncoding.Count, Is.EqualTo(encoded ? 1 : 0));
        Assert.That(response.Content.Headers.ContentLength, encoded ? Is.LessThan(100) : Is.EqualTo(length + 1));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Poll_NotCompressible_IsSentAsItIs(bool switchedOff)
    {
        await using var server = await EngineServer.StartAsync(
            switchedOff ? new EngineIOOptions { HttpCompression = null } : new EngineIOOptions());
        var client = await PollingClient.OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text(new string('x', 5000), isCompressible: switchedOff));
        using var response = await PollAsync(server, client, "gzip");

        Assert.That(response.Content.Headers.ContentEncoding, Is.Empty);
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(5001));
    }

    private static async Task<HttpResponseMessage> PollAsync(EngineServer server, PollingClient client, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Query);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accept);
        return await server.Http.SendAsync(request).Within();
    }

    private static string Decode(byte[] body, string? encoding)
    {
        using var input = new MemoryStream(body);
        using Stream decoder = encoding switch
        {
            "gzip" => new GZipStream(input, CompressionMode.Decompress),
            "deflate" => new ZLibStream(input, CompressionMode.Decompress),
            _ => input,
        };
        using var reader = new StreamReader(decoder, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
