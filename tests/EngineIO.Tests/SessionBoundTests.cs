using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace EngineIO.Tests;

/// <summary>How many sessions there may be.</summary>
public sealed class SessionBoundTests
{
    [Test]
    public async Task Handshake_BeyondMaxSessions_IsAnsweredWith503AndAWarningAndTheOthersGoOn()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxSessions = 2 });
        var reported = new TaskCompletionSource<ConnectionErrorEventArgs>();
        server.Engine.OnConnectionError(error => { reported.TrySetResult(error); });
        var polling = await PollingClient.OpenAsync(server);
        using var webSocket = await WsClient.OpenAsync(server);

        using var response = await server.Http.GetAsync("?EIO=4&transport=polling").Within();
        await Assert.ThatAsync(() => WsClient.OpenAsync(server), Throws.InstanceOf<WebSocketException>());

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(response.Headers.ConnectionClose, Is.True);
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"code":4,"message":"Too many sessions"}"""));
        Assert.That((await reported.Task.Within()).Context["message"], Is.EqualTo("Too many sessions"));
        Assert.That(server.Logs.Messages, Has.Some.Contain("There are 2 sessions, as many as there may be"));
        await webSocket.SendAsync("4hello");
        Assert.That(await server.Handler[webSocket.Sid].ReceivedAsync(), Is.EqualTo("hello"));
        Assert.That(polling.Session.Socket.IsOpen);
    }

    [Test]
    public async Task Handshake_AfterOneHasLeft_IsTaken()
    {
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxSessions = 1 });
        using (var first = await WsClient.OpenAsync(server))
        {
            await first.SendAsync("1");
            await server.Handler[first.Sid].ClosedAsync();
        }
        await Eventually.TrueAsync(() => server.Engine.IsIdle, "the end of the first");

        using var second = await WsClient.OpenAsync(server);

        Assert.That(server.Engine.ClientsCount, Is.EqualTo(1));
    }

    [TestCase("203.0.113.7", "203.0.113.7", false)]
    [TestCase("203.0.113.7", "::ffff:203.0.113.7", false)]
    [TestCase("2001:db8::1", "2001:db8::2:1", false)]
    [TestCase("203.0.113.7", "203.0.113.8", true)]
    [TestCase("2001:db8::1", "2001:db8:0:1::1", true)]
    [TestCase("64:ff9b::203.0.113.7", "64:ff9b::203.0.113.8", true)]
    [TestCase("64:ff9b::203.0.113.7", "203.0.113.7", false)]
    [TestCase("100.64.0.1", "100.64.0.1", true)]
    [TestCase("10.0.0.1", "10.0.0.1", true)]
    [TestCase("172.31.0.1", "172.31.0.1", true)]
    [TestCase("172.32.0.1", "172.32.0.1", false)]
    [TestCase("192.168.0.1", "192.168.0.1", true)]
    [TestCase("127.0.0.1", "127.0.0.1", true)]
    [TestCase("::1", "::1", true)]
    [TestCase("fd00::1", "fd00::1", true)]
    public async Task Handshake_BeyondMaxSessionsPerAddress_IsAnsweredWith429WhereItIsPublic(string first, string second, bool isTaken)
    {
        await using var server = await EngineServer.StartAsync(
            new EngineIOOptions { MaxSessionsPerAddress = 1 },
            pipeline: app => app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor }));

        Assert.That(await OpenFromAsync(server, first), Is.EqualTo(HttpStatusCode.OK));

        Assert.That(await OpenFromAsync(server, second), Is.EqualTo(isTaken ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests));
        Assert.That(server.Logs.Messages.Any(message => message.Contains("has as many sessions as one address may have", StringComparison.Ordinal)), Is.Not.EqualTo(isTaken));
    }

    private static async Task<HttpStatusCode> OpenFromAsync(EngineServer server, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "?EIO=4&transport=polling");
        request.Headers.Add("X-Forwarded-For", address);
        using var response = await server.Http.SendAsync(request).Within();
        return response.StatusCode;
    }
}
