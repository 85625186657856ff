using NUnit.Framework;
using Scripts.Tests.Support;

namespace Scripts.Tests;

/// <summary>Both scripts build, start the cluster that their options say, and end with it.</summary>
[TestFixture(Launcher.Shell)]
[TestFixture(Launcher.PowerShell)]
[Platform("Linux", Reason = "It sends signals, and finds under /proc what is left running.")]
public sealed class RunClusterTests(Launcher launcher) : ScriptTest(launcher)
{
    [Test]
    public async Task Start_WithOptions_BuildsAndRunsThatClusterUntilCtrlC()
    {
        var cluster = new ScriptedCluster();
        var run = Start(cluster.Options);

        var health = await cluster.WaitUntilReadyAsync(run);
        Assert.Multiple(() =>
        {
            Assert.That(health.Workers.Select(worker => worker.Port), Is.EqualTo(new[] { cluster.Port, cluster.Port + 1 }));
            Assert.That(File.Exists(Folder.File($"{ScriptedCluster.Data}/cluster.db")), Is.True, "the data lies where the option says");
            Assert.That(run.Output.Lines, Has.One.EqualTo($"cluster ready: http://localhost:{cluster.Port} http://localhost:{cluster.Port + 1}"));
            Assert.That(run.Output.Lines, Has.All.Match(@"^(\d\d:\d\d:\d\d (primary|worker \d) |cluster ready: )"), "stdout is the cluster's alone");
            Assert.That(HasBuilt(run), Is.True);
        });

        SendToAll(Signal.Interrupt, run);

        await AssertEndsAsync(run, exitCode: 0);
        Assert.That(Complaints(run), Is.Empty);
    }

    [Test]
    public async Task Terminate_TheScriptAlone_EndsEverything()
    {
        var cluster = new ScriptedCluster();
        using var programs = Prebuilt();
        var run = Start(programs, cluster.Options);
        var health = await cluster.WaitUntilReadyAsync(run);
        Assert.That(health.Pid, Is.EqualTo(run.Pid), "the script has become the primary");

        Signal.Terminate.Send(run.Pid);

        await AssertEndsAsync(run, exitCode: 0);
        Assert.That(Complaints(run), Is.Empty);
    }
}
