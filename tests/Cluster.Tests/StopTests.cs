using System.Diagnostics;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class StopTests : ClusterTest
{
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    [TestCase(Signal.Terminate)]
    [TestCase(Signal.Interrupt)]
    public async Task Signal_WithOpenClients_EndsEverythingInTime(Signal signal)
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 3 });
        using var webSocket = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var polling = await PollingClient.ConnectAsync(cluster.Url(1));
        using var betweenPolls = await PollingClient.ConnectAsync(cluster.Url(2));
        // What the server says of itself first; then there is hardly anything more to say, and a poll hangs.
        await polling.ReceiveAsync("42[\"server\"");
        var poll = polling.ReceiveAsync("1");
        var watch = Stopwatch.StartNew();

        cluster.SignalPrimary(signal);

        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero, cluster.ToString());
        Assert.That(watch.Elapsed, Is.LessThan(MostTime));
        await Refusal.AssertNothingRunsAsync(cluster);
        Assert.Multiple(() =>
        {
            Assert.That(Directory.Exists(Path.Combine(cluster.DataDirectory, "run")), Is.False);
            Assert.That(cluster.Primary.Errors.Lines, Is.Empty);
        });
        Assert.That(await EndOfAsync(webSocket), Is.Not.Null.And.None.StartsWith("41"), "a DISCONNECT packet keeps clients from coming back");
        // The poll is answered with a close packet.
        await poll.WaitAsync(MostTime);
    }

    [Test]
    public async Task Signal_DuringTheStart_EndsEverythingInTime()
    {
        var cluster = Prepare();
        cluster.Start();
        await cluster.WaitForHealthAsync(health => health.Workers.All(worker => worker.Pid > 0), "two processes");
        var watch = Stopwatch.StartNew();

        cluster.SignalPrimary(Signal.Terminate);

        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero, cluster.ToString());
        Assert.That(watch.Elapsed, Is.LessThan(MostTime));
        await Refusal.AssertNothingRunsAsync(cluster);
    }

    [Test]
    public async Task Signal_WorkerThatDoesNotStop_IsKilledInTime()
    {
        var cluster = await StartAsync();
        await cluster.SignalWorkerAsync(1, Signal.Stop);
        var watch = Stopwatch.StartNew();

        cluster.SignalPrimary(Signal.Terminate);

        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero, cluster.ToString());
        Assert.That(watch.Elapsed, Is.LessThan(MostTime));
        await Refusal.AssertNothingRunsAsync(cluster);
    }

    [Test]
    public async Task Interrupt_OfTheWorkersToo_IsLeftToThePrimary()
    {
        // Ctrl+C reaches the whole process group.
        var cluster = await StartAsync();
        var pids = cluster.LivingProcesses();

        foreach (var pid in pids)
        {
            Signal.Interrupt.TrySend(pid);
        }

        Assert.That(await cluster.Primary.WaitForExitAsync(MostTime), Is.Zero, cluster.ToString());
        await Refusal.AssertNothingRunsAsync(cluster);
        Assert.That(cluster.ToString(), Does.Not.Contain("it is started again"));
    }

    [Test]
    public async Task Interrupt_OfAWorkerAlone_IsIgnored()
    {
        var cluster = await StartAsync();
        var pid = await cluster.SignalWorkerAsync(0, Signal.Interrupt);

        using var client = await WebSocketClient.ConnectAsync(cluster.Url(0));

        var health = await cluster.HealthAsync();
        Assert.That(health.IsReady, Is.True);
        Assert.That(health.Workers[0].Pid, Is.EqualTo(pid));
    }

    [Test]
    public async Task Start_AfterAStop_GoesOnWithTheSameLog()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        cluster.SignalPrimary(Signal.Terminate);
        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero);

        cluster.Start();
        var after = await cluster.WaitUntilReadyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(after.Log.Epoch, Is.EqualTo(before.Log.Epoch));
            Assert.That(after.Log.Incarnation, Is.GreaterThan(before.Log.Incarnation));
            Assert.That(after.Workers.Select(worker => worker.Pid), Is.Not.EquivalentTo(before.Workers.Select(worker => worker.Pid)));
        });
    }

    private static async Task<List<string>> EndOfAsync(WebSocketClient client)
    {
        List<string> messages = [];
        while (await client.ReceiveAsync() is { } message)
        {
            messages.Add(message);
        }
        return messages;
    }
}
