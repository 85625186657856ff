namespace EngineIO.Tests;

public sealed class ChurnTests
{
    [Test]
    public async Task Sessions_EndedInEveryWay_LeaveNothingBehind()
    {
        await using var server = await EngineServer.StartAsync();
        var ends = new Func<EngineServer, Task<string>>[] { VanishAsync, SayGoodbyeAsync, UpgradeAndCloseAsync, ProbeAndVanishAsync, CloseByServerAsync };

        var sids = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => ends[i % ends.Length](server))).Within();

        foreach (var sid in sids)
        {
            await server.Handler[sid].ClosedAsync();
            Assert.That(server.Handler[sid].Closes, Is.EqualTo(1));
        }
        Assert.That(server.Engine.ClientsCount, Is.Zero);
        await Testing.Eventually.TrueAsync(() => server.Engine.IsIdle, "the last connection's end");
    }

    private static async Task<string> VanishAsync(EngineServer server)
    {
        using var client = await WsClient.OpenAsync(server);
        server.Handler[client.Sid].Socket.Send(OutboundMessage.Text("unread"));
        client.Socket.Abort();
        return client.Sid;
    }

    private static async Task<string> SayGoodbyeAsync(EngineServer server)
    {
        var client = await PollingClient.OpenAsync(server);
        await client.PostAsync("4a\u001e1");
        return client.Sid;
    }

    private static async Task<string> UpgradeAndCloseAsync(EngineServer server)
    {
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.UpgradeAsync(server, polling.Sid);
        await client.SendAsync("4a");
        await client.CloseAsync();
        return polling.Sid;
    }

    private static async Task<string> ProbeAndVanishAsync(EngineServer server)
    {
        var polling = await PollingClient.OpenAsync(server);
        using var client = await WsClient.ProbeAsync(server, polling.Sid);
        client.Socket.Abort();
        await polling.PostAsync("1");
        return polling.Sid;
    }

    private static async Task<string> CloseByServerAsync(EngineServer server)
    {
        var polling = await PollingClient.OpenAsync(server);
        polling.Session.Socket.Close();
        await polling.PollAsync();
        return polling.Sid;
    }
}
