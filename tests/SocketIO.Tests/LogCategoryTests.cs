using Microsoft.Extensions.Logging;

namespace SocketIO.Tests;

/// <summary>Operators ask for the log by area.</summary>
public sealed class LogCategoryTests
{
    private const int ProtocolBroken = 104;

    [Test]
    public async Task Log_OfAHandlerAndOfAConnection_HasItsArea()
    {
        await using var server = await SocketServer.StartAsync(socket => socket.On("e", _ => throw new InvalidOperationException("thrown on purpose")));
        server.ExpectsErrors = true;
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["e"]""");
        await client.SyncAsync();
        await client.SendAsync("49");
        Assert.That(await client.ReadAsync(), Is.EqualTo("closed"));

        var records = server.Logs.GetSnapshot();
        Assert.That(records.Single(record => record.Level == LogLevel.Error).Category, Is.EqualTo("SocketIO.Handlers"));
        Assert.That(records.Single(record => record.Id == ProtocolBroken).Category, Is.EqualTo("SocketIO.Connections"));
    }
}
