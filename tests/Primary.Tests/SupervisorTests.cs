using Cluster.Protos;
using Primary.Supervision;

namespace Primary.Tests;

/// <summary>What a supervisor knows of its workers; the workers themselves are the multi-process tests' business.</summary>
public sealed class SupervisorTests
{
    [TestCase(-1, "the cluster has no worker -1")]
    [TestCase(2, "the cluster has no worker 2")]
    public async Task WhyRefuse_NoSuchWorker_IsSaid(int index, string reason)
    {
        await using var parts = new PrimaryParts();

        Assert.That(parts.Registry.WhyRefuse(new Hello { Index = index, Pid = 5 }), Is.EqualTo(reason));
    }

    [Test]
    public async Task Starting_WorkerOfTheFormerPrimaryLives_IsAdopted()
    {
        await using var parts = new PrimaryParts();
        using var process = LongProcess.Start();
        try
        {
            parts.Former.Write([new FormerWorker(1, process.Pid, process.StartedAt, parts.Options.UrlOf(1), parts.Options.Worker)]);

            await parts.Supervisor.StartingAsync(CancellationToken.None).Within();

            Assert.That(parts.Registry.Workers.Select(worker => worker.Pid), Is.EqualTo([0, process.Pid]));
            Assert.That(parts.Registry.WhyRefuse(new Hello { Index = 1, Pid = process.Pid }), Is.Null);
            Assert.That(parts.Registry.WhyRefuse(new Hello { Index = 1, Pid = process.Pid + 1 }), Is.EqualTo($"worker 1 is process {process.Pid}"));
            Assert.That(LongProcess.IsRunning(process.Pid), Is.True);
        }
        finally
        {
            process.Kill();
        }
    }

    [TestCase(1, "http://localhost:9999", null, Description = "on another port")]
    [TestCase(1, null, "other.dll", Description = "of another program")]
    [TestCase(7, null, null, Description = "more than there are to be")]
    [TestCase(-1, null, null, Description = "a list that makes no sense")]
    public async Task Starting_FormerWorkerDoesNotFit_IsKilled(int index, string? url, string? program)
    {
        await using var parts = new PrimaryParts();
        using var process = LongProcess.Start();
        try
        {
            parts.Former.Write([new FormerWorker(index, process.Pid, process.StartedAt, url ?? parts.Options.UrlOf(index), program ?? parts.Options.Worker)]);

            await parts.Supervisor.StartingAsync(CancellationToken.None).Within();

            await process.WaitForExitAsync(CancellationToken.None).Within();
            Assert.That(parts.Registry.Workers.Select(worker => worker.Pid), Is.EqualTo([0, 0]));
            Assert.That((parts.Logs.CountOf(322), parts.Logs.CountOf(307)), Is.EqualTo((1, 0)));
        }
        finally
        {
            process.Kill();
        }
    }

    [Test]
    public async Task Starting_FormerPrimaryDiedInARollingRestart_TheFirstOfTheWorkerStays()
    {
        await using var parts = new PrimaryParts();
        using var present = LongProcess.Start();
        using var leaving = LongProcess.Start();
        try
        {
            parts.Former.Write([.. new[] { present, leaving }.Select(process =>
                new FormerWorker(1, process.Pid, process.StartedAt, parts.Options.UrlOf(1), parts.Options.Worker))]);

            await parts.Supervisor.StartingAsync(CancellationToken.None).Within();

            await leaving.WaitForExitAsync(CancellationToken.None).Within();
            Assert.That(parts.Registry.Workers[1].Pid, Is.EqualTo(present.Pid));
            Assert.That(LongProcess.IsRunning(present.Pid), Is.True);
        }
        finally
        {
            present.Kill();
            leaving.Kill();
        }
    }

    [Test]
    public async Task Starting_PidWasGivenToAnotherProcess_IsLeftAlone()
    {
        await using var parts = new PrimaryParts();
        using var process = LongProcess.Start();
        try
        {
            parts.Former.Write([new FormerWorker(1, process.Pid, process.StartedAt.AddMinutes(-5), parts.Options.UrlOf(1), parts.Options.Worker)]);

            await parts.Supervisor.StartingAsync(CancellationToken.None).Within();

            Assert.That(LongProcess.IsRunning(process.Pid), Is.True);
            Assert.That(parts.Registry.Workers.Select(worker => worker.Pid), Is.EqualTo([0, 0]));
        }
        finally
        {
            process.Kill();
        }
    }

    [Test]
    public async Task WorkerDetached_OnlyOfTheReadyProcess_ChangesItsState()
    {
        await using var parts = new PrimaryParts();
        var hello = new Hello { Index = 1, Pid = 0 };
        parts.Registry.Detached(hello);
        Assert.That(parts.Registry.Workers[1].State, Is.EqualTo(WorkerState.Starting));

        parts.Registry.Ready(hello, new Ready());
        parts.Registry.Detached(new Hello { Index = 1, Pid = 99 });
        Assert.That(parts.Registry.Workers[1].State, Is.EqualTo(WorkerState.Ready));
        parts.Registry.Detached(hello);

        Assert.That(parts.Registry.Workers[1].State, Is.EqualTo(WorkerState.Detached));
    }
}
