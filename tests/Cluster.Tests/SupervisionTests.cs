using System.Diagnostics;
using System.Net;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class SupervisionTests : ClusterTest
{
    [Test]
    public async Task Kill_OfAWorker_IsNotReadyUntilAnotherServes()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();

        Signal.Kill.Send(before.Workers[1].Pid);
        var without = await cluster.WaitForHealthAsync(health => health.Workers[1].Pid != before.Workers[1].Pid, "the end of worker 1");
        var after = await cluster.WaitUntilReadyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(without.Workers[0].State, Is.EqualTo("Ready"));
            Assert.That(after.Workers[0], Is.EqualTo(before.Workers[0]));
            Assert.That(after.Workers[1].Pid, Is.Not.EqualTo(before.Workers[1].Pid));
            Assert.That(after.Workers[1].Restarts, Is.EqualTo(1));
            Assert.That(cluster.LivingProcesses(), Has.Count.EqualTo(3));
        });
        using var client = await WebSocketClient.ConnectAsync(cluster.Url(1));
    }

    [Test]
    public async Task Kill_OfAWorkerAgainAndAgain_WaitsLongerEachTime()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });
        for (var i = 0; i < 3; i++)
        {
            await cluster.KillWorkerAndWaitAsync(0);
        }

        var waits = cluster.Primary.Output.Lines
            .Where(line => line.Contains("it is started again in", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[^2])
            .ToArray();
        Assert.That(waits, Is.EqualTo(new[] { "0.1", "0.2", "0.4" }), cluster.ToString());
    }

    [Test]
    public async Task Stop_OfAWorker_IsTakenForHungAndReplaced()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        var watch = Stopwatch.StartNew();

        Signal.Stop.Send(before.Workers[0].Pid);
        var after = await cluster.WaitForHealthAsync(
            health => health.IsReady && health.Workers[0].Pid != before.Workers[0].Pid, "a new worker 0", TimeSpan.FromSeconds(30));

        Assert.Multiple(() =>
        {
            Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(8)), "it was given too little time");
            Assert.That(after.Workers[1].Pid, Is.EqualTo(before.Workers[1].Pid));
            Assert.That(cluster.LivingProcesses(), Does.Not.Contain(before.Workers[0].Pid));
        });
    }

    [Test]
    public async Task Stop_OfThePrimaryForAWhile_KillsNobody()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        using var client = await WebSocketClient.ConnectAsync(cluster.Url(0));

        cluster.SignalPrimary(Signal.Stop);
        await client.EmitAsync("""["chat message","meanwhile","key"]""");
        // Longer than the primary takes for a hung worker's silence, so that it must tell its own pause from that.
        await Task.Delay(TimeSpan.FromSeconds(12));
        cluster.SignalPrimary(Signal.Continue);

        await client.ReceiveAsync("""42["chat message","meanwhile",1,""");
        Assert.That((await cluster.WaitUntilReadyAsync()).Workers, Is.EqualTo(before.Workers));
        // The watch over hung workers has gone its rounds once it finds one that is hung.
        Signal.Stop.Send(before.Workers[1].Pid);
        var after = await cluster.WaitForHealthAsync(
            health => health.IsReady && health.Workers[1].Pid != before.Workers[1].Pid, "a new worker 1", TimeSpan.FromSeconds(30));
        Assert.That((after.Workers[0], after.Workers[1].Restarts), Is.EqualTo((before.Workers[0], before.Workers[1].Restarts + 1)));
    }
}
