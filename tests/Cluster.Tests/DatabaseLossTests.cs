using Cluster.Tests.Support;

namespace Cluster.Tests;

/// <summary>A database that goes back, or goes away.</summary>
public sealed class DatabaseLossTests : ClusterTest
{
    [Test]
    public async Task Delete_WhileTheClusterRuns_IsNoticedWithinSeconds()
    {
        var cluster = await StartAsync();

        File.Delete(cluster.Database);

        var health = await cluster.WaitForHealthAsync(health => health.Log.State == "Faulted", "the fault", TimeSpan.FromSeconds(5));
        Assert.That(health.Log.Fault, Does.Contain("was removed or moved away while it is used"));
        Assert.That(health.IsReady, Is.False);
        // What is written takes its time to get here.
        await Eventually.TrueAsync(
            () => cluster.Primary.Output.Lines.Concat(cluster.Primary.Errors.Lines).Any(line => line.Contains("was removed or moved away", StringComparison.Ordinal)),
            "the word of it");
    }

    [Test]
    public async Task Restore_OfAnOlderDatabase_BeginsANewEpochAndSaysSo()
    {
        var cluster = await StartAsync();
        var before = await cluster.HealthAsync();
        await EndAsync();
        var backup = await File.ReadAllBytesAsync(cluster.Database);
        cluster.Start();
        Assert.That((await cluster.WaitUntilReadyAsync()).Log.Epoch, Is.EqualTo(before.Log.Epoch), "an end and a start are no loss");
        await EndAsync();

        await File.WriteAllBytesAsync(cluster.Database, backup);
        cluster.Start();

        Assert.That((await cluster.WaitUntilReadyAsync()).Log.Epoch, Is.Not.EqualTo(before.Log.Epoch));
        await Eventually.TrueAsync(
            () => cluster.Primary.Output.Lines.Any(line => line.Contains("The log begins anew", StringComparison.Ordinal)
                && line.Contains("it is an older state of itself", StringComparison.Ordinal)),
            "the word of it");

        async Task EndAsync()
        {
            cluster.SignalPrimary(Signal.Terminate);
            await cluster.Primary.WaitForExitAsync();
        }
    }
}
