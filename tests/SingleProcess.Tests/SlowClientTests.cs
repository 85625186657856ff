namespace SingleProcess.Tests;

/// <summary>Clients that do not read what they are sent, and are cut off for it.</summary>
public sealed class SlowClientTests
{
    [Test]
    public async Task Return_AfterItWasCutOffForNotReading_GetsEverythingOnceInOrder()
    {
        await using var server = await RecoveryServer.StartAsync(configure: options => options.Engine.MaxSendQueueBytes = 500_000);
        using var client = await ReturningClient.ConnectAsync(server);
        var socket = await server.SocketAsync(client.Sid);
        var text = new string('x', 50_000);
        var count = 0;
        while (socket.Connected)
        {
            // The system's buffers take some megabytes before the queue fills.
            Assert.That(count, Is.LessThan(1_000), "nothing ends the connection");
            await server.Io.EmitAsync("n", count++, text);
        }

        await client.ReturnAsync();

        Assert.That(client.Recovered);
        for (var i = 0; i < count; i++)
        {
            Assert.That(await client.ReadAsync(), Does.StartWith($"""42["n",{i},"""));
        }
        Assert.That(await client.SyncAsync(), Is.Empty);
    }
}
