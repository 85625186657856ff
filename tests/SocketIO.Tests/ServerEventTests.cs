namespace SocketIO.Tests;

public sealed class ServerEventTests
{
    [Test]
    public async Task ServerSideEmit_ServerAlone_ReachesNobody()
    {
        await using var server = await SocketServer.StartAsync();
        server.Io.Main.OnServerEvent("event", _ => Assert.Fail("the sender itself"));

        server.Io.Main.ServerSideEmit("event", 1);
        var result = await server.Io.Main.ServerSideEmitWithAckAsync("event").Within();

        Assert.That(result.IsComplete, Is.True);
        Assert.That(result.Answers, Is.Empty);
    }
}
