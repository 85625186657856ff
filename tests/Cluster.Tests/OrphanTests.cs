using System.Diagnostics;
using System.Net;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class OrphanTests : ClusterTest
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    [Test]
    public async Task Kill_OfThePrimaryAlone_WorkersServeOn()
    {
        var cluster = await StartAsync();
        var workers = (await cluster.HealthAsync()).Workers.Select(worker => worker.Pid).ToArray();

        await cluster.KillPrimaryAsync();

        Assert.That(cluster.LivingProcesses(), Is.EquivalentTo(workers));
        for (var worker = 0; worker < 2; worker++)
        {
            using var page = await Http.GetAsync(cluster.Url(worker));
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task Connect_WhileThePrimaryIsAway_IsAnsweredOnceItsSuccessorIsThere()
    {
        var cluster = await StartAsync();
        await cluster.KillPrimaryAsync();

        var connecting = WebSocketClient.ConnectAsync(cluster.Url(1));
        cluster.Start();

        using var client = await connecting;
        await client.ReceiveAsync("42[\"server\"");
    }

    [Test]
    public async Task Kill_OfThePrimaryAlone_WorkersEndByThemselvesAfterTheTimeout()
    {
        var cluster = await StartAsync(new ClusterSettings { OrphanTimeout = 2 });
        using var client = await WebSocketClient.ConnectAsync(cluster.Url(0));

        var watch = Stopwatch.StartNew();
        await cluster.KillPrimaryAsync();
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 0, "the workers' own end", TimeSpan.FromSeconds(15));

        Assert.That(watch.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(1.5)), "they did not wait");
        Assert.That(cluster.Primary.Output.Lines, Has.Exactly(2).Contain("no primary for 2 s"));
    }

    [Test]
    public async Task Start_AfterAKill_AdoptsTheLivingWorkers()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 3 });
        var before = await cluster.HealthAsync();
        using var client = await WebSocketClient.ConnectAsync(cluster.Url(0));

        await cluster.KillPrimaryAsync();
        cluster.Start();
        var after = await cluster.WaitUntilReadyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(after.Workers.Select(worker => worker.Pid), Is.EqualTo(before.Workers.Select(worker => worker.Pid)));
            Assert.That(after.Pid, Is.Not.EqualTo(before.Pid));
            Assert.That(after.Log.Epoch, Is.EqualTo(before.Log.Epoch));
        });
        await client.EmitAsync("""["chat message","kept","key"]""");
        await client.ReceiveAsync("""42["chat message","kept",1,""");
    }

    [Test]
    public async Task Start_AfterAKill_ReplacesWhatDiedMeanwhile()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        await cluster.KillPrimaryAsync();
        Signal.Kill.Send(before.Workers[0].Pid);

        cluster.Start();
        var after = await cluster.WaitUntilReadyAsync();

        Assert.That(after.Workers[0].Pid, Is.Not.EqualTo(before.Workers[0].Pid));
        Assert.That(after.Workers[1].Pid, Is.EqualTo(before.Workers[1].Pid));
    }

    [Test]
    public async Task Start_AfterAKill_KillsAndReplacesTheSilent()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        await cluster.SignalWorkerAsync(0, Signal.Stop);
        await cluster.KillPrimaryAsync();

        cluster.Start();
        var after = await cluster.WaitUntilReadyAsync();

        Assert.Multiple(() =>
        {
            Assert.That(after.Workers[0].Pid, Is.Not.EqualTo(before.Workers[0].Pid));
            Assert.That(after.Workers[1].Pid, Is.EqualTo(before.Workers[1].Pid));
            Assert.That(cluster.LivingProcesses(), Does.Not.Contain(before.Workers[0].Pid));
        });
    }

    [Test]
    public async Task Start_AfterAKillWithFewerWorkers_EndsThoseThatAreTooMany()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        await cluster.KillPrimaryAsync();

        cluster.Start("--workers", "1");
        var after = await cluster.WaitUntilReadyAsync();

        Assert.That(after.Workers.Select(worker => worker.Pid), Is.EqualTo(new[] { before.Workers[0].Pid }));
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 2, "the end of worker 1");
    }

    [Test]
    public async Task Kill_OfAnAdoptedWorker_IsNoticedAndItIsReplaced()
    {
        var cluster = await StartAsync();
        await cluster.KillPrimaryAsync();
        cluster.Start();
        await cluster.WaitUntilReadyAsync();

        await cluster.KillWorkerAndWaitAsync(1);
    }

    [Test]
    public async Task Terminate_WithAdoptedWorkers_EndsEverythingInTime()
    {
        var cluster = await StartAsync();
        await cluster.KillPrimaryAsync();
        cluster.Start();
        await cluster.WaitUntilReadyAsync();

        cluster.SignalPrimary(Signal.Terminate);

        Assert.That(await cluster.Primary.WaitForExitAsync(TimeSpan.FromSeconds(5)), Is.Zero, cluster.ToString());
        await Refusal.AssertNothingRunsAsync(cluster);
    }
}
