using EngineIO.Sessions;
using Microsoft.Extensions.Logging.Testing;

namespace EngineIO.Tests;

/// <summary>The bound of all queues together.</summary>
public sealed class QueueBudgetTests
{
    private const int Message = 1024 * 1024;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task Queues_TogetherTooLong_TheLongestGo()
    {
        var time = new SteppingTime();
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxTotalQueueBytes = 8 * Message }, time: time);
        var clients = new List<PollingClient>();
        foreach (var messages in (int[])[1, 4, 2, 3])
        {
            clients.Add(await PollingClient.OpenAsync(server));
            for (var i = 0; i < messages; i++)
            {
                clients[^1].Session.Socket.Send(OutboundMessage.Binary(new byte[Message]));
            }
        }

        time.Advance(Look);

        Assert.That(await clients[1].Session.ClosedAsync(), Is.EqualTo(CloseReason.TransportError));
        Assert.That(clients.Select(client => client.Session.Socket.IsOpen), Is.EqualTo([true, false, true, true]));
        Assert.That(server.Logs.Messages, Has.Exactly(1).Contain("slow client"));
    }

    [Test]
    public async Task Queues_OfOneMessageForAll_MayBeLongerTogether()
    {
        var time = new SteppingTime();
        // The heap of this process is larger than that anyway; so the budget is what the test says it is.
        await using var server = await EngineServer.StartAsync(new EngineIOOptions { MaxTotalQueueBytes = long.MaxValue }, time: time);
        var shared = OutboundMessage.Binary(new byte[Message]);
        var runtime = new EngineRuntime(new EngineIOOptions { MaxTotalQueueBytes = 2 * Message }, server.Handler, new FakeLogger(server.Logs), time);
        long heap = Message;
        using var budget = new QueueBudget(runtime, () => heap);
        var clients = new List<PollingClient>();
        for (var i = 0; i < 3; i++)
        {
            clients.Add(await PollingClient.OpenAsync(server));
            clients[i].Session.Socket.Send(shared);
            runtime.Sessions.TryAdd(clients[i].Session.Socket);
        }

        time.Advance(Look);
        Assert.That(clients.Select(client => client.Session.Socket.IsOpen), Is.All.True);
        heap = 3 * Message;
        time.Advance(Look);

        Assert.That(clients.Count(client => client.Session.Socket.IsOpen), Is.EqualTo(1));
    }
}
