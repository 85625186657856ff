namespace Cluster.Tests.Support;

/// <summary>Checks how a primary refuses to run.</summary>
public static class Refusal
{
    /// <summary>One sentence on stderr, an exit code, and nothing left.</summary>
    /// <returns>The sentence.</returns>
    public static async Task<string> ReadAsync(ClusterProcess cluster, PrimaryRun run, int exitCode = 1)
    {
        Assert.That(await run.WaitForExitAndOutputAsync(), Is.EqualTo(exitCode), run.ToString());
        Assert.That(run.Errors.Lines, Has.Count.EqualTo(1), run.ToString());
        var sentence = run.Errors.Lines[0];
        Assert.Multiple(() =>
        {
            Assert.That(sentence, Does.EndWith(".").And.Not.Contain("Exception"));
            Assert.That(run.ToString(), Does.Not.Contain("   at "), "a stack trace");
            Assert.That(run.Output.Lines, Has.None.StartsWith("cluster ready"));
        });
        await AssertNothingRunsAsync(cluster);
        return sentence;
    }

    /// <summary>No process of the cluster is left, and no socket file.</summary>
    public static async Task AssertNothingRunsAsync(ClusterProcess cluster)
    {
        // The kernel needs a moment to take a process away whose end was reported.
        await Eventually.TrueAsync(() => cluster.LivingProcesses().Count == 0, "the end of every process", TimeSpan.FromSeconds(1));
        if (Directory.Exists(cluster.DataDirectory))
        {
            Assert.That(Directory.GetFiles(cluster.DataDirectory, "*.sock", SearchOption.AllDirectories), Is.Empty);
        }
    }
}
