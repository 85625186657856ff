using System.Net;
using Cluster.Tests.Support;

namespace Cluster.Tests;

public sealed class StartTests : ClusterTest
{
    [TestCase(1)]
    [TestCase(3)]
    public async Task Start_WithWorkers_SaysReadyOnceAndHealthNamesThem(int workers)
    {
        var cluster = await StartAsync(new ClusterSettings { Workers = workers });
        var health = await cluster.HealthAsync();
        var expected = Enumerable.Range(0, workers).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(health.Status, Is.EqualTo("ready"));
            Assert.That(health.Pid, Is.EqualTo(cluster.Primary.Pid));
            Assert.That(health.Workers.Select(worker => worker.Index), Is.EqualTo(expected));
            Assert.That(health.Workers.Select(worker => worker.Port), Is.EqualTo(expected.Select(index => cluster.Port + index)));
            Assert.That(health.Workers.Select(worker => worker.State), Is.All.EqualTo("Ready"));
            Assert.That(health.Workers.Select(worker => worker.Pid), Is.Unique);
            Assert.That(cluster.LivingProcesses(), Is.EquivalentTo(health.Workers.Select(worker => worker.Pid).Append(health.Pid)));
        });
        var addresses = string.Join(' ', expected.Select(index => $"http://localhost:{cluster.Port + index}"));
        Assert.That(
            cluster.Primary.Output.Lines.Where(line => line.StartsWith("cluster ready", StringComparison.Ordinal)),
            Is.EqualTo(new[] { $"cluster ready: {addresses}" }));
    }

    [Test]
    public async Task Health_WorkersThatDoNotServeYet_Is503AndNamesThem()
    {
        // A program that starts and never attaches: the cluster never gets ready.
        var cluster = Prepare();
        using var program = new ScriptProgram("exec sleep 600");
        var run = cluster.Start("--worker", program.Path);

        var health = await cluster.WaitForHealthAsync(health => health.Workers.All(worker => worker.Pid > 0), "two processes");

        Assert.Multiple(() =>
        {
            Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(health.Status, Is.Not.EqualTo("ready"));
            Assert.That(health.Workers.Select(worker => worker.State), Is.EqualTo(new[] { "Starting", "Starting" }));
            Assert.That(health.Workers.Select(worker => worker.Port), Is.EqualTo(new[] { cluster.Port, cluster.Port + 1 }));
            Assert.That(run.Output.Lines, Has.None.StartsWith("cluster ready"));
        });
    }

    [Test]
    public async Task Start_WithoutWorkers_RunsOneForEachCore()
    {
        var cores = Environment.ProcessorCount;
        var cluster = Prepare(new ClusterSettings { Workers = cores });
        cluster.StartWith("--port", $"{cluster.Port}", "--control-port", $"{cluster.ControlPort}");

        var health = await cluster.WaitUntilReadyAsync();

        Assert.That(health.Workers, Has.Count.EqualTo(cores));
        // The default data directory lies where the primary was started.
        Assert.That(File.Exists(cluster.Database), Is.True);
    }

    [Test]
    public async Task Start_WorkerProgramThatExitsAtOnce_GivesUpWithASentence()
    {
        var cluster = Prepare(new ClusterSettings { Workers = 1 });
        using var program = new ScriptProgram("exit 3");
        var run = cluster.Start("--worker", program.Path);

        var sentence = await Refusal.ReadAsync(cluster, run);

        Assert.That(sentence, Does.Contain("orker 0").And.Contain("exited with code 3"));
    }

    [Test]
    public async Task Start_WorkerProgramThatCannotBeRun_GivesUpWithASentence()
    {
        var cluster = Prepare(new ClusterSettings { Workers = 1 });
        using var program = new ScriptProgram("exit 0", UnixFileMode.UserRead);
        var run = cluster.Start("--worker", program.Path);

        Assert.That(await run.WaitForExitAndOutputAsync(), Is.EqualTo(1));
        Assert.That(run.Errors.Lines, Has.Count.EqualTo(1).And.Some.Contain("orker 0"));
        await Refusal.AssertNothingRunsAsync(cluster);
    }
}
