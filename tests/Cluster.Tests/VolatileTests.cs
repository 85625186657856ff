using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class VolatileTests : ClusterTest
{
    [TestCase(0)]
    [TestCase(1)]
    public async Task Broadcast_Volatile_IsDroppedForAClientThatCannotTakeItAtOnce(int senderWorker)
    {
        var cluster = await StartAsync(new ClusterSettings { Worker = BuildOutput.TestWorker });
        using var observer = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var sender = await WebSocketClient.ConnectAsync(cluster.Url(senderWorker));
        // Connected, and between two polls from now on.
        using var polling = await PollingClient.ConnectAsync(cluster.Url(0));

        await sender.EmitAsync("""["volatile","dropped"]""");
        await sender.EmitAsync("""["all","kept"]""");
        await observer.ReceiveAsync("""42["volatile","dropped"]""");
        await observer.ReceiveAsync("""42["all","kept"]""");

        Assert.That(await polling.PollAsync(), Is.EqualTo(new[] { """42["all","kept"]""" }));
    }

    [Test]
    public async Task Broadcast_Volatile_ReachesAClientThatWaits()
    {
        var cluster = await StartAsync(new ClusterSettings { Worker = BuildOutput.TestWorker });
        using var receiver = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var sender = await WebSocketClient.ConnectAsync(cluster.Url(1));

        await sender.EmitAsync("""["volatile","taken"]""");

        await receiver.ReceiveAsync("""42["volatile","taken"]""");
    }
}
