using System.Net;
using System.Text;
using System.Text.Json;

namespace EngineIO.Tests;

/// <summary>Clients of protocol version 3 that poll by JSONP.</summary>
public sealed class JsonpTests
{
    private static readonly string Odd = "\"quotes\" \\ back\\nslash\nnewline\u2028\u2029 é😀 </script>\u0001";

    [TestCase("0", "0")]
    [TestCase("17", "17")]
    [TestCase("", "")]
    [TestCase("abc", "")]
    [TestCase("1);alert(2)//", "12")]
    [TestCase("\u0661]", "")]
    public async Task Handshake_Index_IsItsDigits(string j, string index)
    {
        await using var server = await StartAsync();
        using var response = await server.Http.GetAsync($"?EIO=3&transport=polling&j={Uri.EscapeDataString(j)}").Within();
        var script = await response.Content.ReadAsStringAsync().Within();

        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; charset=UTF-8"));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(script.Length));
        Assert.That(Payload(script, index), Does.Match("""^\d+:0\{"sid":"""));
    }

    [Test]
    public async Task Poll_OddText_IsAScriptOfAscii()
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);
        client.Session.Socket.Send([OutboundMessage.Text(Odd), OutboundMessage.Text("next")]);

        var script = await client.PollAsync();

        Assert.That(script, Has.All.InRange(' ', '~'));
        Assert.That(script, Does.Not.Contain("</"));
        Assert.That(Payload(script, "3"), Is.EqualTo($"{Odd.Length + 1}:4{Odd}5:4next"));
    }

    [Test]
    public async Task Poll_Bytes_AreBase64WithoutBeingAskedFor()
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Binary([1, 2, 3, 4]));

        Assert.That(Payload(await client.PollAsync(), "3"), Is.EqualTo("10:b4AQIDBA=="));
    }

    [Test]
    public async Task Poll_LargePayload_IsCompressed()
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);
        client.Session.Socket.Send(OutboundMessage.Text(new string('x', 5_000)));
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Query);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var response = await server.Http.SendAsync(request).Within();
        await using var body = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync().Within(), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(body);

        Assert.That(Payload(await reader.ReadToEndAsync().Within(), "3"), Is.EqualTo("5001:4" + new string('x', 5_000)));
    }

    [TestCase("hello", "hello")]
    [TestCase("a b+c&d=e%", "a b+c&d=e%")]
    [TestCase("é😀", "é😀")]
    [TestCase(@"line\nbreak", "line\nbreak")]
    [TestCase(@"kept\\n", @"kept\n")]
    [TestCase(@"three\\\n", @"three\\n")]
    [TestCase(@"\\o/", @"\\o/")]
    public async Task Post_FieldOfAForm_IsThePayload(string sent, string received)
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);

        await PostAsync(server, client, "x=1&d=" + Uri.EscapeDataString($"{received.Length + 1}:4{sent}"));

        Assert.That(Payload(await client.PollAsync(), "3"), Is.EqualTo($"{received.Length + 1}:4{received}"));
    }

    [TestCase("")]
    [TestCase("x=6:4hello")]
    [TestCase("d=6:4hello&d=6:4hello")]
    [TestCase("D=6:4hello")]
    [TestCase("&&=&%")]
    public async Task Post_NoSuchForm_SaysNothing(string form)
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);

        await PostAsync(server, client, form);
        await PostAsync(server, client, "d=5%3A4next");

        Assert.That(Payload(await client.PollAsync(), "3"), Is.EqualTo("5:4next"));
    }

    [TestCase("d=")]
    [TestCase("d=hello")]
    [TestCase("d=99:4hello")]
    public async Task Post_FaultyPayload_ClosesTheSession(string form)
    {
        await using var server = await StartAsync();
        var client = await OpenAsync(server);
        var poll = await client.StartPollAsync();

        await PostAsync(server, client, form);

        Assert.That(Payload(await poll, "3"), Is.EqualTo("1:1"));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.ParseError));
    }

    [Test]
    public async Task Index_OfACurrentClient_IsIgnored()
    {
        await using var server = await StartAsync();
        var body = await server.Http.GetStringAsync("?EIO=4&transport=polling&j=0").Within();

        Assert.That(body, Does.StartWith("0{"));
    }

    [Test]
    public async Task Index_WithoutAllowEIO3_IsRefused()
    {
        await using var server = await EngineServer.StartAsync();
        using var response = await server.Http.GetAsync("?EIO=3&transport=polling&j=0").Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("""{"code":5,"message":"Unsupported protocol version"}"""));
    }

    private static Task<EngineServer> StartAsync() => EngineServer.StartAsync(new EngineIOOptions { AllowEIO3 = true });

    private static async Task<PollingClient> OpenAsync(EngineServer server)
    {
        var script = await server.Http.GetStringAsync("?EIO=3&transport=polling&j=3").Within();
        var payload = Payload(script, "3");
        using var open = JsonDocument.Parse(payload[payload.IndexOf('{', StringComparison.Ordinal)..]);
        return PollingClient.Of(server, open.RootElement.GetProperty("sid").GetString()!, protocol: 3);
    }

    private static async Task PostAsync(EngineServer server, PollingClient client, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await server.Http.PostAsync(client.Query, content).Within();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("ok"));
    }

    /// <summary>What the script calls its function with.</summary>
    private static string Payload(string script, string index)
    {
        var head = $"___eio[{index}](";
        Assert.That(script, Does.StartWith(head).And.EndsWith(");"));
        return JsonSerializer.Deserialize<string>(script[head.Length..^2])!;
    }
}
