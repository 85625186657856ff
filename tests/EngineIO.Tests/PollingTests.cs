using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace EngineIO.Tests;

public sealed class PollingTests
{
    [Test]
    public async Task Post_ManyPackets_EchoesInOnePoll()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await client.PostAsync("4test1\u001ebAQIDBA==\u001e4привет\u001e4😀"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.PollAsync(), Is.EqualTo("4test1\u001ebAQIDBA==\u001e4привет\u001e4😀"));
    }

    [Test]
    public async Task Post_Valid_AnswersOk()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using var content = new StringContent("4a");
        using var response = await server.Http.PostAsync(client.Query, content).Within();

        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.EqualTo("ok"));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/html"));
        Assert.That(response.Content.Headers.ContentLength, Is.EqualTo(2));
        Assert.That(response.Headers.CacheControl?.NoStore, Is.True);
    }

    [Test]
    public async Task Poll_NothingQueued_WaitsForTheNextMessage()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        Assert.That(client.Session.Socket.IsWritable, Is.False);
        var poll = await client.StartPollAsync();
        Assert.That(client.Session.Socket.IsWritable);

        client.Session.Socket.Send([OutboundMessage.Text("a"), OutboundMessage.Binary([1])]);

        Assert.That(await poll, Is.EqualTo("4a\u001ebAQ=="));
    }

    [Test]
    public async Task Poll_Second_ClosesTheSessionAndAnswersBoth()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var first = await client.StartPollAsync();

        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await first, Is.EqualTo("1"));
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_SecondAtOnce_ClosesTheSession()
    {
        var release = new TaskCompletionSource();
        await using var server = await EngineServer.StartAsync(
            handler: new TestHandler { Handle = (_, _) => new ValueTask(release.Task) });
        var client = await PollingClient.OpenAsync(server);
        var first = client.PostAsync("4a");
        await client.Session.ReceivedAsync();

        Assert.That(await client.PostAsync("4b"), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
        release.SetResult();
        Assert.That(await first, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Poll_AbortedByClient_ClosesTheSession()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using var abort = new CancellationTokenSource();
        var poll = server.Http.GetAsync(client.Query, abort.Token);
        await Testing.Eventually.TrueAsync(() => client.Session.Socket.IsWritable, "the poll's arrival");

        await abort.CancelAsync();

        Assert.That(async () => await poll.Within(), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_OverTheLimit_Gives413AndKeepsTheSession([Values] bool chunked)
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxHttpBufferSize = 100 });
        var client = await PollingClient.OpenAsync(server);
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Query)
        {
            Content = new StringContent("4" + new string('a', 100)),
        };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await server.Http.SendAsync(request).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await response.Content.ReadAsStringAsync().Within(), Is.Empty);
        Assert.That(await client.PostAsync("4" + new string('b', 99)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.PollAsync(), Is.EqualTo("4" + new string('b', 99)));
    }

    [Test]
    public async Task Post_LargerThanOneRead_IsTakenWhole()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxHttpBufferSize = 40_000_000 });
        var client = await PollingClient.OpenAsync(server);
        var text = new string('x', 35_000_000);

        Assert.That(await client.PostAsync("4" + text), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.PollAsync(), Has.Length.EqualTo(text.Length + 1));
    }

    [Test]
    public async Task Post_InSeveralChunks_IsJoined()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using var connection = new System.Net.Sockets.TcpClient { NoDelay = true };
        await connection.ConnectAsync("127.0.0.1", server.Port).Within();
        var head = $"POST /engine.io/{client.Query} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        foreach (var part in (string[])[head, "2\r\n41\r\n", "1\r\n2\r\n", "1\r\n3\r\n", "0\r\n\r\n"])
        {
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(part)).Within();
        }

        Assert.That(await client.Session.ReceivedAsync(), Is.EqualTo("123"));
    }

    [Test]
    public async Task Requests_EachOnItsOwnConnection_BelongToOneSession()
    {
        await using var server = await EngineServer.StartAsync();
        server.Http.DefaultRequestHeaders.ConnectionClose = true;
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await client.PostAsync("4hello"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.PollAsync(), Is.EqualTo("4hello"));
        Assert.That(client.Session.Socket.IsOpen);
    }

    [TestCase("Mozilla/4.0 (compatible;MSIE 8.0; Windows NT 6.1)", true)]
    [TestCase("Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko", true)]
    [TestCase("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", false)]
    public async Task Poll_OfInternetExplorer_SwitchesItsFilterOff(string agent, bool expected)
    {
        await using var server = await EngineServer.StartAsync();
        server.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", agent);
        var client = await PollingClient.OpenAsync(server);
        using var content = new StringContent("4hello");
        using var post = await server.Http.PostAsync(client.Query, content).Within();
        using var poll = await client.GetAsync();

        foreach (var response in new[] { post, poll })
        {
            Assert.That(response.Headers.TryGetValues("X-XSS-Protection", out var values) ? values.Single() : "", Is.EqualTo(expected ? "0" : ""));
        }
    }

    [Test]
    public async Task Post_OctetStream_ClosesTheSession()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using var content = new ByteArrayContent([4, 1, 2]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await server.Http.PostAsync(client.Query, content).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [TestCase("abc")]
    [TestCase("")]
    [TestCase("4a\u001e")]
    [TestCase("b!")]
    public async Task Post_InvalidPacket_AnswersOkAndClosesWithParseError(string body)
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await client.PostAsync(body), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.ParseError));
    }

    [Test]
    public async Task Post_Ping_ClosesWithTransportError()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);

        Assert.That(await client.PostAsync("2"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_Close_AnswersTheOpenPollWithNoop()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var poll = await client.StartPollAsync();

        Assert.That(await client.PostAsync("1"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await poll, Is.EqualTo("6"));
        Assert.That(await client.GetStatusAsync(), Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportClose));
    }

    [Test]
    public async Task Post_CloseAndPollAtOnce_PollIsAnswered()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        var post = client.PostAsync("1");

        Assert.That(await client.PollAsync(), Is.EqualTo("6"));
        Assert.That(await post, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Post_AbortedByClient_ClosesTheSession()
    {
        await using var server = await EngineServer.StartAsync();
        var client = await PollingClient.OpenAsync(server);
        using (var connection = new System.Net.Sockets.TcpClient())
        {
            await connection.ConnectAsync("127.0.0.1", server.Port).Within();
            var head = $"POST /engine.io/{client.Query} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n4half";
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head)).Within();
        }

        Assert.That(await client.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }
}
