using Client.Tests.Support;

namespace Client.Tests.Faults;

public sealed class PrimaryFaultTests : FaultTest
{
    [Test]
    public async Task Stop_ForThreeSecondsWhileSending_LosesNothingAndKillsNobody()
    {
        await StartAsync(3);
        NodeSocket[] clients = [await ConnectAsync(0), await ConnectAsync(1), await ConnectAsync(2)];
        var before = await Cluster.HealthAsync();
        var texts = Enumerable.Range(0, 60).Select(i => $"message {i}").ToArray();

        var first = SendAsync(clients, texts[..30]);
        Cluster.SignalPrimary(Signal.Stop);
        var second = SendAsync(clients, texts[30..]);
        // What is tested is this very time.
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.That(second.IsCompleted, Is.False, "something was acknowledged without the primary");
        Cluster.SignalPrimary(Signal.Continue);

        await Task.WhenAll(first, second);
        await AssertShownEverywhereAsync(texts, clients);
        await AssertNobodyLeftAsync(clients);
        Assert.That((await Cluster.WaitUntilReadyAsync()).Workers, Is.EqualTo(before.Workers));
    }

    [Test]
    public async Task Kill_AndStart_LosesNothingAcknowledgedAndAcknowledgesWhatWasSentMeanwhile()
    {
        await StartAsync(2);
        NodeSocket[] clients = [await ConnectAsync(0), await ConnectAsync(1)];
        var before = await Cluster.HealthAsync();
        var texts = Enumerable.Range(0, 60).Select(i => $"message {i}").ToArray();
        await SendAsync(clients, texts[..20]);

        await Cluster.KillPrimaryAsync();
        var meanwhile = SendAsync(clients, texts[20..40]);
        Cluster.Start();
        await meanwhile;
        await SendAsync(clients, texts[40..]);

        await AssertShownEverywhereAsync(texts, clients);
        await AssertNobodyLeftAsync(clients);
        var after = await Cluster.WaitUntilReadyAsync();
        Assert.That(after.Workers.Select(worker => worker.Pid), Is.EqualTo(before.Workers.Select(worker => worker.Pid)));
        Assert.That(after.Log.LastDurableId, Is.EqualTo(StoredMessages.Read(Cluster)[^1].Id));
    }

    [Test]
    public async Task Kill_OfEverything_KeepsWhatWasAcknowledged()
    {
        await StartAsync(2);
        NodeSocket[] clients = [await ConnectAsync(0), await ConnectAsync(1)];
        var texts = Enumerable.Range(0, 40).Select(i => $"message {i}").ToArray();
        await SendAsync(clients, texts[..20]);

        // The primary first, so that it starts nobody again.
        await Cluster.KillPrimaryAsync();
        foreach (var pid in Cluster.LivingProcesses())
        {
            Signal.Kill.TrySend(pid);
        }
        Cluster.Start();
        await Cluster.WaitUntilReadyAsync();
        await SendAsync(clients, texts[20..]);

        await AssertShownEverywhereAsync(texts, clients);
    }

    private static Task SendAsync(NodeSocket[] clients, string[] texts) =>
        Task.WhenAll(texts.Select((text, i) => clients[i % clients.Length].SayWithRetriesAsync(text, text)));

    private static async Task AssertNobodyLeftAsync(NodeSocket[] clients)
    {
        foreach (var client in clients)
        {
            Assert.That((await client.StateAsync()).Disconnects, Is.Empty, client.Name);
        }
    }
}
