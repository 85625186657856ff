namespace SocketIO.Tests;

/// <summary>A client that is not read, because its handlers wait for something that lies behind what is not read.</summary>
public sealed class StuckHandlerTests
{
    [Test]
    public async Task Events_BehindAHandlerThatAwaitsTheirAck_EndTheConnectionAtLast()
    {
        var ended = new TaskCompletionSource<DisconnectReason>();
        await using var server = await SocketServer.StartAsync(
            socket =>
            {
                socket.On("ask", async _ => await socket.EmitWithAckAsync("question"));
                socket.OnDisconnected(reason =>
                {
                    ended.SetResult(reason);
                    return ValueTask.CompletedTask;
                });
            },
            options =>
            {
                options.MaxPendingEvents = 2;
                options.MaxPendingTime = TimeSpan.FromMilliseconds(200);
            });
        using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync("""42["ask"]""");
        Assert.That(await client.ReadAsync(), Is.EqualTo("""420["question"]"""));
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync("""42["more"]""");
        }

        Assert.That(await ended.Task.Within(), Is.EqualTo(DisconnectReason.TransportError));
    }
}
