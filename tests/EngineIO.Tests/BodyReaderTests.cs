using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using EngineIO.Http;
using EngineIO.Transports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace EngineIO.Tests;

/// <summary>Bodies of POSTs that come slowly, or not at all.</summary>
public sealed class BodyReaderTests
{
    [Test]
    public async Task ReadAsync_SmallBody_HoldsNoMoreThanItNeeds()
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(new byte[100]);
        context.Request.ContentLength = 1_000_000;
        var polling = new PollingTransport(1_000_000, new DrainSignal(), () => { });

        using var body = await BodyReader.ReadAsync(context, polling, new EngineIOOptions(), TimeProvider.System);

        Assert.That(body.Outcome, Is.EqualTo(BodyOutcome.Complete));
        Assert.That(MemoryMarshal.TryGetArray<byte>(body.Body, out var buffer));
        Assert.That(buffer.Array, Has.Length.LessThan(256));
    }

    [Test]
    public async Task Post_BelowTheRateOfTheServer_IsTaken()
    {
        var rate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
        await using var server = await EngineServer.StartAsync(pipeline: app =>
        {
            app.Use((context, next) =>
            {
                context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = rate;
                return next(context);
            });
            app.MapPost("/other", async context => await context.Request.Body.ReadExactlyAsync(new byte[100]));
        });
        server.ExpectsErrors = true;
        var polling = await PollingClient.OpenAsync(server);
        using var ours = new TcpClient("127.0.0.1", server.Port);
        using var other = new TcpClient("127.0.0.1", server.Port);
        await WriteAsync(ours, Head($"/engine.io/{polling.Query}", 6) + "4h");
        await WriteAsync(other, Head("/other", 100) + "4h");
        using var answers = new StreamReader(ours.GetStream());
        using var otherAnswers = new StreamReader(other.GetStream());

        Assert.That(await otherAnswers.ReadLineAsync().Within(), Does.StartWith("HTTP/1.1 408 "), "what the server does of itself");
        await WriteAsync(ours, "ello");
        Assert.That(await answers.ReadLineAsync().Within(), Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(await polling.Session.ReceivedAsync(), Is.EqualTo("hello"));

        // The connection is good for another one.
        await WriteAsync(ours, Head($"/engine.io/{polling.Query}", 6) + "4world");
        Assert.That(await polling.Session.ReceivedAsync(), Is.EqualTo("world"));
    }

    [Test]
    public async Task Post_OverPostTimeout_IsAnsweredWith408AndEndsSessionAndConnection()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { PostTimeout = TimeSpan.FromMilliseconds(200) });
        var polling = await PollingClient.OpenAsync(server);
        using var client = new TcpClient("127.0.0.1", server.Port);
        await WriteAsync(client, Head($"/engine.io/{polling.Query}", 100) + "4he");

        Assert.That(await ReadAsync(client), Does.StartWith("HTTP/1.1 408 ").And.Contain("Connection: close"));
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_OverPostTimeoutBehindAnotherStream_EndsSessionAndConnection()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { PostTimeout = TimeSpan.FromMilliseconds(200) }, pipeline: app => app.Use((context, next) =>
            {
                context.Request.Body = new BufferedStream(context.Request.Body);
                return next(context);
            }));
        var polling = await PollingClient.OpenAsync(server);
        using var client = new TcpClient("127.0.0.1", server.Port);
        await WriteAsync(client, Head($"/engine.io/{polling.Query}", 100) + "4he");

        await EndAsync(client.GetStream());
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_OverPostTimeoutByHttp2_IsAnsweredWith408()
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { PostTimeout = TimeSpan.FromMilliseconds(200) }, protocols: HttpProtocols.Http2);
        server.Http.DefaultRequestVersion = HttpVersion.Version20;
        server.Http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var polling = await PollingClient.OpenAsync(server);
        using var content = new EndlessContent();
        using var response = await server.Http.PostAsync(polling.Query, content).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestTimeout));
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_SessionClosesMeanwhile_EndsAtOnce()
    {
        var waiting = new TaskCompletionSource();
        await using var server = await EngineServer.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            var served = next(context);
            if (HttpMethods.IsPost(context.Request.Method))
            {
                waiting.TrySetResult();
            }
            return served;
        }));
        var polling = await PollingClient.OpenAsync(server);
        using var client = new TcpClient("127.0.0.1", server.Port);
        await WriteAsync(client, Head($"/engine.io/{polling.Query}", 100) + "4he");
        await waiting.Task.Within();

        polling.Session.Socket.Close();

        Assert.That(await ReadAsync(client), Does.StartWith("HTTP/1.1 400 ").And.Contain("Connection: close"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    public async Task Post_DamagedBehindADecompressingMiddleware_IsAnsweredWith400AndEndsTheSession(string encoding)
    {
        await using var server = await EngineServer.StartAsync(services: services => services.AddRequestDecompression(), pipeline: app => app.UseRequestDecompression());
        var polling = await PollingClient.OpenAsync(server);
        using var content = new ByteArrayContent([0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) { Headers = { ContentEncoding = { encoding }, ContentType = new("text/plain") } };

        using var response = await server.Http.PostAsync(polling.Query, content).Within();

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    [Test]
    public async Task Post_PingTimeoutMeanwhile_EndsAtOnce()
    {
        var beat = TimeSpan.FromMilliseconds(200);
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { PingInterval = beat, PingTimeout = beat });
        var polling = await PollingClient.OpenAsync(server);
        using var client = new TcpClient("127.0.0.1", server.Port);
        await WriteAsync(client, Head($"/engine.io/{polling.Query}", 100) + "4he");

        Assert.That(await ReadAsync(client), Does.StartWith("HTTP/1.1 400 "));
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.PingTimeout));
    }

    // The end of the connection may come to the reader before it comes to the server.
    [Test]
    public async Task Post_ResetInTheMiddleManyTimes_LogsNoError()
    {
        await using var server = await EngineServer.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), async (_, cancellation) =>
        {
            var polling = await PollingClient.OpenAsync(server);
            using var client = new TcpClient("127.0.0.1", server.Port) { LingerState = new LingerOption(true, 0) };
            await WriteAsync(client, Head($"/engine.io/{polling.Query}", 100, "Expect: 100-continue\r\n"));
            using var answers = new StreamReader(client.GetStream());
            Assert.That(await answers.ReadLineAsync(cancellation).AsTask().Within(), Is.EqualTo("HTTP/1.1 100 Continue"), "the body is being read");
            client.Client.Close();
            Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
        });
    }

    private static string Head(string target, int length, string more = "") => $"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n{more}\r\n";

    private static Task WriteAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask().Within();

    /// <summary>The head of an answer with which the server ends the connection, as soon as it hears that nothing follows.</summary>
    private static async Task<string> ReadAsync(TcpClient client)
    {
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, leaveOpen: true);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync().Within() is { Length: > 0 } line)
        {
            head.Append(line).Append('\n');
        }
        stream.Socket.Shutdown(SocketShutdown.Send);
        await EndAsync(stream);
        return head.ToString();
    }

    private static async Task EndAsync(NetworkStream stream)
    {
        try
        {
            Assert.That(await stream.ReadAsync(new byte[1]).AsTask().Within(), Is.Zero);
        }
        catch (IOException)
        {
            // A reset, since the body was not complete.
        }
    }

    /// <summary>A body of which only the beginning comes.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly TaskCompletionSource _end = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("4he"u8.ToArray());
            await stream.FlushAsync();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            _end.TrySetCanceled();
            base.Dispose(disposing);
        }
    }
}
