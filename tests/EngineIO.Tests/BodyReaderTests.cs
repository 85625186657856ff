using System.Net.Sockets;
using System.Text;
using EngineIO.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace EngineIO.Tests;

public sealed class BodyReaderTests
{
    [Test]
    public async Task ReadAsync_RequestThatMayBeAborted_LeavesTheAbortToTheServer()
    {
        using var aborted = new CancellationTokenSource();
        var stream = new TokenStream("4hello"u8.ToArray());
        var context = new DefaultHttpContext { RequestAborted = aborted.Token };
        context.Request.Body = stream;

        using var body = await BodyReader.ReadAsync(context, maxBytes: 100);

        Assert.That(Encoding.UTF8.GetString(body.Body.Span), Is.EqualTo("4hello"));
        Assert.That(stream.CouldBeCancelled, Is.False, "a cancelled read cannot be drained");
    }

    [Test]
    public async Task Post_BodyThatComesTooSlowly_IsAnsweredWith408AndEndsTheSession()
    {
        var rate = new MinDataRate(bytesPerSecond: 1_000_000, gracePeriod: TimeSpan.FromSeconds(1.1));
        await using var server = await EngineServer.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            context.Features.Get<IHttpMinRequestBodyDataRateFeature>()!.MinDataRate = rate;
            return next(context);
        }));
        var polling = await PollingClient.OpenAsync(server);
        using var client = new TcpClient("127.0.0.1", server.Port);
        var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /engine.io/{polling.Query} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4he"));

        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync().Within(), Does.StartWith("HTTP/1.1 408 "));
        Assert.That(await polling.Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
    }

    /// <summary>A body that tells whether its reader could be cancelled.</summary>
    private sealed class TokenStream(byte[] data) : MemoryStream(data)
    {
        public bool CouldBeCancelled { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            CouldBeCancelled |= cancellationToken.CanBeCanceled;
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
