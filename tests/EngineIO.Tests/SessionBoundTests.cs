using System.Net;
using System.Net.WebSockets;

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
}
