using System.Diagnostics;
using System.Net;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class RollingRestartTests : ClusterTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Test]
    public async Task Restart_WithClients_ReplacesEveryWorkerWhileThePortsServe()
    {
        const int clients = 10;
        var window = TimeSpan.FromSeconds(2);
        var cluster = await StartAsync(new ClusterSettings { RestartWindow = window.TotalSeconds });
        var before = await cluster.HealthAsync();
        var ends = new List<Task<(TimeSpan At, bool WasTold)>>[2];
        var watch = Stopwatch.StartNew();
        for (var worker = 0; worker < 2; worker++)
        {
            ends[worker] = [];
            for (var i = 0; i < clients; i++)
            {
                ends[worker].Add(EndAsync(await WebSocketClient.ConnectAsync(cluster.Url(worker)), watch));
            }
        }
        await using var first = new ServiceProbe(cluster.Url(0));
        await using var second = new ServiceProbe(cluster.Url(1));

        await cluster.RestartAsync();
        var during = await cluster.HealthAsync();
        var after = await cluster.WaitForHealthAsync(health => health.Restart?.State != "Running", "the end of the restart", Patience);

        Assert.Multiple(() =>
        {
            Assert.That((during.Status, during.StatusCode), Is.EqualTo(("restarting", HttpStatusCode.OK)));
            Assert.That(during.Restart, Is.EqualTo(new HealthSnapshot.RestartSnapshot("Running", 2, 0, 0, null)));
            Assert.That((after.Status, after.StatusCode), Is.EqualTo(("ready", HttpStatusCode.OK)));
            Assert.That(after.Restart, Is.EqualTo(new HealthSnapshot.RestartSnapshot("Done", 2, 2, null, null)));
            Assert.That(after.Workers.Select(worker => worker.Pid).Intersect(before.Workers.Select(worker => worker.Pid)), Is.Empty);
            Assert.That(after.Workers.Select(worker => worker.Restarts), Is.All.Zero);
            Assert.That(cluster.Primary.Errors.Lines, Is.Empty);
        });
        Assert.That(first.LongestGap, Is.LessThan(TimeSpan.FromSeconds(1)), $"worker 0: {first}");
        Assert.That(second.LongestGap, Is.LessThan(TimeSpan.FromSeconds(1)), $"worker 1: {second}");
        await TestContext.Out.WriteLineAsync($"worker 0: {first}; worker 1: {second}");
        TimeSpan[][] closed = [await ClosedAsync(ends[0]), await ClosedAsync(ends[1])];
        foreach (var times in closed)
        {
            // The first goes at once, the last a tenth before the end.
            Assert.That(times[^1] - times[0], Is.InRange(0.7 * window, 1.3 * window), "the closes are spread over the window");
            Assert.That(times.Zip(times.Skip(1), (one, next) => next - one).Max(), Is.LessThan(0.5 * window), "not in two heaps");
        }
        Assert.That(closed[1][0], Is.GreaterThan(closed[0][^1]), "one worker after the other");
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 3, "the end of the former workers");
    }

    [Test]
    public async Task RestartCommand_OnADataDirectory_RestartsItsCluster()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1, RestartWindow = 0 });
        var before = await cluster.WorkerPidAsync(0);

        await using var command = new ProgramRun(
            BuildOutput.Primary, ["restart", "--data", cluster.DataDirectory, "--control-port", $"{cluster.ControlPort}"]);

        Assert.That(await command.WaitForExitAndOutputAsync(), Is.Zero, string.Join('\n', command.Errors.Lines));
        Assert.That(command.Output.Lines, Is.EqualTo(["A rolling restart has begun."]));
        await cluster.WaitForHealthAsync(health => health.Restart?.State == "Done" && health.Workers[0].Pid != before, "the end of the restart", Patience);
    }

    [Test]
    public async Task RestartCommand_WithoutACluster_SaysSo()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });

        await using var command = new ProgramRun(BuildOutput.Primary, ["restart", "--data", cluster.DataDirectory + "-other"]);

        Assert.That(await command.WaitForExitAndOutputAsync(), Is.EqualTo(1));
        Assert.That(command.Errors.Lines.Single(), Does.StartWith("No cluster runs on the data directory"));
    }

    [Test]
    public async Task Restart_IsUnderWay_AnotherIs409()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1, RestartWindow = 0 });
        await cluster.RestartAsync();

        using var second = await cluster.PostRestartAsync();

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("under way"));
        await cluster.WaitForHealthAsync(health => health.Restart?.State == "Done", "the end of the restart", Patience);
        await cluster.RestartAsync();
        await cluster.WaitForHealthAsync(health => health.Restart?.State == "Done", "the end of the next restart", Patience);
    }

    [Test]
    public async Task Restart_FromAWebPage_IsRefused()
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = 1 });
        var before = await cluster.HealthAsync();

        using var withoutHeader = await cluster.PostRestartAsync(request => request.Headers.Clear());
        using var otherOrigin = await cluster.PostRestartAsync(request => request.Headers.Add("Origin", "http://evil.example"));
        using var otherName = await cluster.PostRestartAsync(request => request.Headers.Host = $"evil.example:{cluster.ControlPort}");
        using var get = await cluster.PostRestartAsync(request => request.Method = HttpMethod.Get);

        Assert.That(
            (withoutHeader.StatusCode, otherOrigin.StatusCode, otherName.StatusCode, get.StatusCode),
            Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed)));
        var after = await cluster.HealthAsync();
        Assert.That((after.Restart, after.Workers[0].Pid), Is.EqualTo(((HealthSnapshot.RestartSnapshot?)null, before.Workers[0].Pid)));
    }

    [Test]
    public async Task Restart_FormerWorkerIsKilledMeanwhile_GoesOn()
    {
        var cluster = await StartAsync(new ClusterSettings { RestartWindow = 0 });
        var before = await cluster.HealthAsync();
        await cluster.RestartAsync();

        Signal.Kill.Send(before.Workers[0].Pid);

        var after = await cluster.WaitForHealthAsync(health => health.IsReady && health.Restart?.State == "Done", "the end of the restart", Patience);
        Assert.That(after.Workers.Select(worker => worker.Pid).Intersect(before.Workers.Select(worker => worker.Pid)), Is.Empty);
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 3, "the end of the former workers");
    }

    [Test]
    public async Task Terminate_DuringARestart_EndsEverythingInTime()
    {
        var cluster = await StartAsync(new ClusterSettings { RestartWindow = 60 });
        var former = await cluster.WorkerPidAsync(0);
        using var one = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var two = await WebSocketClient.ConnectAsync(cluster.Url(0));
        await cluster.RestartAsync();
        await cluster.WaitForHealthAsync(health => health.Workers[0].Pid != former, "the drain of worker 0", Patience);
        var watch = Stopwatch.StartNew();

        cluster.SignalPrimary(Signal.Terminate);

        Assert.That(await cluster.Primary.WaitForExitAsync(), Is.Zero, cluster.ToString());
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
        await Refusal.AssertNothingRunsAsync(cluster);
    }

    [Test]
    public async Task Kill_OfThePrimaryDuringARestart_TheNextOneKeepsOneProcessForEachWorker()
    {
        var cluster = await StartAsync(new ClusterSettings { RestartWindow = 60 });
        var former = await cluster.WorkerPidAsync(0);
        using var one = await WebSocketClient.ConnectAsync(cluster.Url(0));
        using var two = await WebSocketClient.ConnectAsync(cluster.Url(0));
        await cluster.RestartAsync();
        var during = await cluster.WaitForHealthAsync(health => health.Workers[0].Pid != former, "the drain of worker 0", Patience);

        await cluster.KillPrimaryAsync();
        cluster.Start();

        var after = await cluster.WaitUntilReadyAsync();
        Assert.That(after.Workers.Select(worker => worker.Pid), Is.EqualTo(during.Workers.Select(worker => worker.Pid)));
        Assert.That(after.Status, Is.EqualTo("ready"));
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 3, "the end of the process that drained");
    }

    [Test]
    public async Task Restart_ProgramIsBroken_IsBrokenOffAndTheClusterServesOn()
    {
        // The first process is the real worker; once the file is there, a new one ends before it serves.
        var broken = Path.Combine(Path.GetTempPath(), $"broken-{Guid.NewGuid():N}");
        using var program = new ScriptProgram($"[ -e {broken} ] && exit 3\nexec dotnet {BuildOutput.TestWorker}");
        try
        {
            var cluster = await StartAsync(new ClusterSettings { Worker = program.Path });
            var before = await cluster.HealthAsync();
            await File.WriteAllTextAsync(broken, "");

            await cluster.RestartAsync();
            var after = await cluster.WaitForHealthAsync(health => health.Restart?.State == "Failed", "the end of the restart", Patience);

            Assert.That(after.Restart!.Fault, Does.Contain("exited with code 3"));
            Assert.That((after.Status, after.StatusCode), Is.EqualTo(("ready", HttpStatusCode.OK)));
            Assert.That(after.Workers, Is.EqualTo(before.Workers));
        }
        finally
        {
            File.Delete(broken);
        }
    }

    [Test]
    public async Task Restart_PortCannotBeShared_TheFormerWorkerGoesFirst()
    {
        // A worker that takes another port for its own does not share the one on which it listens.
        using var program = new ScriptProgram($"CLUSTER_PORT=1 exec dotnet {BuildOutput.TestWorker}");
        var cluster = await StartAsync(new ClusterSettings { Worker = program.Path, Workers = 1 });
        var before = await cluster.HealthAsync();
        await cluster.RestartAsync();

        await cluster.WaitForHealthAsync(health => health.StatusCode == HttpStatusCode.ServiceUnavailable, "the end of the former worker", Patience);
        var after = await cluster.WaitForHealthAsync(health => health.Restart?.State == "Done", "the end of the restart", Patience);

        Assert.That((after.Status, after.Workers[0].Restarts), Is.EqualTo(("ready", 0)));
        Assert.That(after.Workers[0].Pid, Is.Not.EqualTo(before.Workers[0].Pid));
        Assert.That(cluster.ToString(), Does.Not.Contain("it is started again"), "this was no crash");
    }

    [Test]
    public async Task HangUp_WithoutATerminal_RestartsTheWorkers()
    {
        var cluster = await StartAsync(new ClusterSettings { WithoutTerminal = true, RestartWindow = 0 });
        var before = await cluster.HealthAsync();

        cluster.SignalPrimary(Signal.HangUp);

        var after = await cluster.WaitForHealthAsync(health => health.Restart?.State == "Done", "the end of the restart", Patience);
        Assert.That(after.Pid, Is.EqualTo(before.Pid));
        Assert.That(after.Workers.Select(worker => worker.Pid).Intersect(before.Workers.Select(worker => worker.Pid)), Is.Empty);
    }

    private static async Task<(TimeSpan At, bool WasTold)> EndAsync(WebSocketClient client, Stopwatch watch)
    {
        using (client)
        {
            var wasTold = false;
            while (await client.ReceiveAsync() is { } message)
            {
                wasTold |= message.StartsWith("41", StringComparison.Ordinal);
            }
            return (watch.Elapsed, wasTold);
        }
    }

    private static async Task<TimeSpan[]> ClosedAsync(IEnumerable<Task<(TimeSpan At, bool WasTold)>> ends)
    {
        var all = await Task.WhenAll(ends).WaitAsync(Patience);
        Assert.That(all.Select(end => end.WasTold), Is.All.False, "a DISCONNECT packet keeps clients from coming back");
        return [.. all.Select(end => end.At).Order()];
    }
}
