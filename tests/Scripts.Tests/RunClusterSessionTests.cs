using NUnit.Framework;
using Scripts.Tests.Support;

namespace Scripts.Tests;

/// <summary>In a PowerShell session that one works in, as on Windows always, the script runs the primary and stays what it is.</summary>
[Platform("Linux", Reason = "It sends signals, and finds under /proc what is left running.")]
public sealed class RunClusterSessionTests() : ScriptTest(Launcher.PowerShellSession)
{
    [Test]
    public async Task CtrlC_InASession_EndsTheCluster()
    {
        var cluster = new ScriptedCluster();
        using var programs = Prebuilt();
        var run = Start(programs, cluster.Options);
        var health = await cluster.WaitUntilReadyAsync(run);
        Assert.That(health.Pid, Is.Not.EqualTo(run.Pid), "the session has not become the primary");

        SendToAll(Signal.Interrupt, run);

        // Whether the primary's end or the signal is first with PowerShell decides what it ends with.
        await run.WaitForExitAndOutputAsync(ClusterScript.Timeout);
        await AssertNothingRunsAsync(run);
        Assert.That(Complaints(run), Is.Empty);
    }
}
